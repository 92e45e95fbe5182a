"""Density of points: smoothing on a lattice, bandwidths, relative risk."""
