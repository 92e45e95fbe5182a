"""The basemap of a window: chosen, opened, drawn under the layers, toned."""
