"""Labels of a map: where one may stand, and which of them do, free of Qt and of each other."""

from gridloom_desktop.canvas.labels.labels import Key, Labels, Placed, Sizes, place

__all__ = ["Key", "Labels", "Placed", "Sizes", "place"]
