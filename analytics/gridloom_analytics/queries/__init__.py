"""Queries: which rows, how many, where."""
