"""Readers: what a file is, and its rows as Arrow batches."""

from gridloom_layers.readers.opening import open_source
from gridloom_layers.readers.source import GEOMETRY, ROUNDED, SOURCE_ROW, Fault, Source

__all__ = ["GEOMETRY", "ROUNDED", "SOURCE_ROW", "Fault", "Source", "open_source"]
