"""QGIS's heatmap, as the window draws heat."""

from math import sqrt
from xml.etree.ElementTree import Element

import numpy as np

from gridloom_desktop.publishing.qgis.conditions import column
from gridloom_desktop.publishing.qgis.drawing import Heating
from gridloom_desktop.publishing.qgis.elements import child
from gridloom_desktop.publishing.qgis.ramps import Stop, add_stops
from gridloom_desktop.publishing.qgis.symbols import millimetres

REACH = sqrt(8)
"""Radius of QGIS's quartic kernel for one standard deviation: its variance along an axis is r²/8
(Silverman 1986, the biweight in the plane)."""
CLEAR = 0.12
"""The share of the greatest density up to which the map below shines through."""
STOPS = 24


def add_heat(parent: Element, heating: Heating) -> None:
    """Append the renderer; the ramp is pressed together where its end stands for less."""
    weight = "" if heating.weight is None else f"max({column(heating.weight)}, 0)"
    renderer = child(
        parent, "renderer-v2", type="heatmapRenderer", forceraster=0, symbollevels=0,
        enableorderby=0, referencescale=-1, radius=millimetres(heating.sigma * REACH),
        radius_unit=0, radius_map_unit_scale="3x:0,0,0,0,0,0", max_value=0, quality=2,
        weight_expression=weight,
    )  # fmt: skip
    add_stops(renderer, _stops(heating))


def _stops(heating: Heating) -> list[Stop]:
    channels = np.array(
        [[int(one[at : at + 2], 16) for at in (1, 3, 5)] for one in heating.colours]
    )
    shares = np.linspace(0, 1, STOPS + 1)
    reached = np.minimum(shares * heating.strength, 1)
    places = np.linspace(0, 1, len(channels))
    mixed = np.column_stack([np.interp(reached, places, one) for one in channels.T])
    clear = np.clip(reached / CLEAR, 0, 1)
    alpha = clear * clear * (3 - 2 * clear) * 255
    rows = np.column_stack([mixed, alpha]).round().astype(int).tolist()
    return [(at, ",".join(map(str, row))) for at, row in zip(shares.tolist(), rows, strict=True)]
