"""Spatial statistics: neighbour graphs, significance, local statistics."""
