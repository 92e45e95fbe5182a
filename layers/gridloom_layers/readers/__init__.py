"""Readers: what a file is, and its rows as Arrow batches."""
