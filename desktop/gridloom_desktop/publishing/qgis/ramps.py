"""Ramps of colours."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from gridloom_desktop.publishing.qgis.elements import child, decimal, options, rgba

Stop = tuple[float, str]
"""A place between 0 and 1 and its colour as QGIS writes it."""


def add_ramp(parent: Element, colours: Sequence[str]) -> None:
    """Append a ramp over ``colours`` (``#rrggbb``), evenly spread; at least two."""
    last = len(colours) - 1
    add_stops(parent, [(at / last, rgba(one)) for at, one in enumerate(colours)])


def add_stops(parent: Element, stops: Sequence[Stop]) -> None:
    """Append a ramp through ``stops``, of which the first is at 0 and the last at 1."""
    (_, first), *inner, (_, last) = stops
    told = ":".join(f"{decimal(round(at, 6))};{colour}" for at, colour in inner)
    options(
        child(parent, "colorramp", type="gradient", name="[source]"),
        {"color1": first, "color2": last, "discrete": "0", "rampType": "gradient", "stops": told},
    )
