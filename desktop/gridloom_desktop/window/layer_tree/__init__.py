"""The tree of layers: order, switches, legends, styles, filters."""

from gridloom_desktop.window.layer_tree.layer_tree import LayerTree

__all__ = ["LayerTree"]
