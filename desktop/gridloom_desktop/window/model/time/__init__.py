"""Time in the map: an axis cut into slices, the period that is shown, playing it."""
