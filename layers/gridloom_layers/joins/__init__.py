"""Joins: by code, by place, by name, each with a report."""
