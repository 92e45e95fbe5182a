"""Scan statistics of a layer: what is counted, what is found, how it is told."""
