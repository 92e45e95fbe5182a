"""The map of a window: canvas, tools, labels, what lies over it, several maps side by side."""
