"""Loops over shapes and pixels, compiled by numba; what calls them imports them where it does."""
