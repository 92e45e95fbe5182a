"""Geometry kernels: point in polygon, repair."""
