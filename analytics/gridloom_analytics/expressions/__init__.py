"""Expressions: filters that planners write, parsed and checked before they reach a store."""
