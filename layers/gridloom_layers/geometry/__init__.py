"""Geometry kernels: point in polygon, nearest, repair."""

from gridloom_layers.geometry.locate import NOWHERE, AreaLocator, locate
from gridloom_layers.geometry.nearest import NearestFinder, nearest
from gridloom_layers.geometry.presence import has_place
from gridloom_layers.geometry.repair import (
    Repaired,
    dominant_kind,
    repair,
    repair_wkb,
)

__all__ = [
    "NOWHERE",
    "AreaLocator",
    "NearestFinder",
    "Repaired",
    "dominant_kind",
    "has_place",
    "locate",
    "nearest",
    "repair",
    "repair_wkb",
]
