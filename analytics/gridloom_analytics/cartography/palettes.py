"""Colours that readers with a colour vision deficiency can tell apart, from published palettes."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

SEQUENTIAL = ("YlGnBu", "YlOrRd", "Blues", "Purples", "batlow", "lajolla")
DIVERGING = ("RdYlBu", "PuOr", "vik")
PALETTES = SEQUENTIAL + DIVERGING
"""ColorBrewer's (Harrower & Brewer 2003) and Crameri's scientific colour maps (Crameri 2018)."""
_CRAMERI = {"batlow", "lajolla", "vik"}
_DARK_FIRST = {"batlow", "lajolla", "RdYlBu", "PuOr"}
"""Palettes that are published with what is to mean "much" in front."""


def colours(palette: str, k: int) -> list[str]:
    """Return ``k`` colours of ``palette`` as ``#rrggbb``, from little to much.

    >>> colours("YlOrRd", 3)
    ['#ffeda0', '#feb24c', '#f03b20']
    """
    if palette not in PALETTES:
        raise ValueError(f"{palette!r} is none of {PALETTES}")
    found = _crameri(palette, k) if palette in _CRAMERI else _brewer(palette, k)
    return found[::-1] if palette in _DARK_FIRST else found


def _brewer(palette: str, k: int) -> list[str]:
    kind, most = ("Diverging", 11) if palette in DIVERGING else ("Sequential", 9)
    published = min(max(k, 3), most)
    stops = [_hex(np.array(stop) / 255) for stop in _brewer_stops(kind, palette, published)]
    if k > most:
        return _between(stops, k)
    chosen = np.linspace(0, published - 1, k).round().astype(int) if k > 1 else [published // 2]
    return [stops[position] for position in chosen]


def _brewer_stops(kind: str, palette: str, count: int) -> list[list[int]]:
    """Return the published colours; importing ``palettable`` itself would load matplotlib."""
    schemes = json.loads(_file("palettable", "colorbrewer/data/colorbrewer_all_schemes.json"))
    return schemes[kind][palette][str(count)]["Colors"]


def _between(stops: list[str], k: int) -> list[str]:
    """Return ``k`` colours evenly spread over ``stops``, mixed where they fall between two."""
    parts = np.array([[int(stop[i : i + 2], 16) / 255 for i in (1, 3, 5)] for stop in stops])
    places = np.linspace(0, len(stops) - 1, k)
    mixed = [np.interp(places, np.arange(len(stops)), part) for part in parts.T]
    return [_hex(colour) for colour in np.array(mixed).T]


def _crameri(palette: str, k: int) -> list[str]:
    stops = _crameri_stops(palette)
    margin = len(stops) // 20  # the ends are too dark or too pale to carry an outline
    chosen = np.linspace(margin, len(stops) - 1 - margin, k) if k > 1 else [len(stops) / 2]
    return [_hex(stops[round(position)]) for position in chosen]


@cache
def _crameri_stops(palette: str) -> np.ndarray:
    """Read a colour map's table; importing ``cmcrameri`` itself would load matplotlib."""
    return np.loadtxt(_file("cmcrameri", f"cmaps/{palette}.txt").splitlines())


@cache
def _file(package: str, name: str) -> str:
    """Return the text of a file of a package that is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return (Path(spec.origin).parent / name).read_text(encoding="utf-8")


def _hex(rgb: np.ndarray) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in rgb)
