"""Clusters of points: parameters where none are given, groups, outlines, sentences."""
