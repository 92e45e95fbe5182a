"""Importing in the window, without Qt: what is in a file, what it is taken for, what came of it."""
