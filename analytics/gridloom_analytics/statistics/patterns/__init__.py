"""Patterns of points: random, clustered or regular within an area that is studied."""
