"""Cartography: class breaks, palettes and styles, free of any drawing library.

``graduated`` and ``regraded`` live in ``cartography.graduated``; they are not imported here, so
that declaring an analysis loads no kernel.
"""

from gridloom_analytics.cartography.style import MISSING, Style, StyleClass

__all__ = ["MISSING", "Style", "StyleClass"]
