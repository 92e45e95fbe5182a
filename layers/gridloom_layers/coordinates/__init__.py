"""Coordinates: reference systems, axis order, and the offset datums of consumer maps."""
