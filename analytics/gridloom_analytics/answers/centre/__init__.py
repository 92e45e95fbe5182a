"""Centre: where the middle of places is, how far they spread, and where it moves over time."""
