"""Cartography: class breaks, palettes and styles, free of any drawing library."""

from gridloom_analytics.cartography.style import Style, StyleClass

__all__ = ["Style", "StyleClass"]
