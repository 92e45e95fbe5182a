"""Density of points: study area, bandwidth, surface, contours, relative risk, sentences."""
