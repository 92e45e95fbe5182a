"""Editing on the map: outlines drawn anew, areas cut and merged, values corrected with a reason."""
