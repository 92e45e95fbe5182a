"""Measures: subject, filter, aggregate and denominator, at any area level."""
