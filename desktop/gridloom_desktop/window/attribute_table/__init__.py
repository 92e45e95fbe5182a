"""The attribute table: rows of layers and records, however many, as a thin Qt view."""
