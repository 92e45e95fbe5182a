"""Clusters of points: groups that lie densely together, and what lies between them."""
