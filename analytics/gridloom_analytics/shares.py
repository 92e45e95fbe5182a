"""Shares: numbers from 0 to 1 in tables and files, read in per cent by people."""

SHARE = "1"
"""The unit of a share, as UCUM and netCDF write it; it stands behind no title and no figure."""
