"""Rates that can be compared, and their hot spots."""
