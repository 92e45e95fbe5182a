"""Places and scales as people type them."""

import math
import re
import unicodedata

from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
DEGREE_SIGNS = re.compile(r"[°ºEWNS东西南北经纬度]", re.IGNORECASE)
TEN_THOUSAND = "万"
PIXEL_METRES = 0.0254 / 96
"""The size of a pixel that scales are given for, as in web maps: 96 to the inch."""


class Places:
    """Reads and writes places of one CRS, in its own units and in degrees."""

    def __init__(self, crs: str) -> None:
        from pyproj import CRS, Transformer  # late: a map needs neither

        self.crs = CRS.from_user_input(crs)
        geodetic = self.crs.geodetic_crs or self.crs
        self._to_degrees = Transformer.from_crs(self.crs, geodetic, always_xy=True)
        self._from_degrees = Transformer.from_crs(geodetic, self.crs, always_xy=True)

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a place, on the datum of the CRS."""
        longitude, latitude = self._to_degrees.transform(x, y)
        return float(longitude), float(latitude)

    def written(self, x: float, y: float) -> str:
        """Return a place as it is shown: in the CRS and in degrees.

        >>> Places("EPSG:4547").written(500_000, 2_500_000)
        '500,000.0  2,500,000.0   ·   114.00000° E  22.59782° N'
        """
        longitude, latitude = self.degrees(x, y)
        angles = f"{_angle(longitude, 'EW')}  {_angle(latitude, 'NS')}"
        return f"{x:,.1f}  {y:,.1f}   ·   {angles}"

    def parse(self, text: str) -> tuple[float, float]:
        """Return the place that a text names: degrees or coordinates of the CRS.

        Two numbers that can be degrees are longitude and latitude (the other way round where the
        second or a sign such as N says so). Commas between digits may be of thousands, full-width
        characters are as good as plain ones. ``BadInput`` where it is no place.

        >>> places = Places("EPSG:4547")
        >>> [round(number) for number in places.parse("22.59782 N, 114 E")]
        [500000, 2500000]
        >>> places.parse("500,000.0 2,500,000.0")
        (500000.0, 2500000.0)
        """
        plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
        first, second = _two_numbers(plain)
        if abs(first) <= 180 and abs(second) <= 180:
            first, second = _longitude_first(plain, first, second)
            first, second = self._from_degrees.transform(first, second)
        if not (math.isfinite(first) and math.isfinite(second)):
            raise _no_place(text)
        return float(first), float(second)


def _two_numbers(text: str) -> tuple[float, float]:
    """Return the two numbers of a text, read with and without commas of thousands."""
    for plain in (re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text), text):
        found = [float(number) for number in NUMBER.findall(plain)]
        rest = DEGREE_SIGNS.sub("", NUMBER.sub("", plain)).strip(" ,;·、/()\t")
        if len(found) == 2 and not rest.strip(" ,;·、/"):
            return found[0], found[1]
    raise _no_place(text)


def _longitude_first(text: str, first: float, second: float) -> tuple[float, float]:
    signs = [sign.upper() for sign in DEGREE_SIGNS.findall(text)]
    names = [sign for sign in signs if sign in "EWNS东西南北"]
    swapped = names[0] in "NS南北" if names else abs(second) > 90
    if any(sign in "W西" for sign in names):
        first, second = (first, -second) if swapped else (-first, second)
    if any(sign in "S南" for sign in names):
        first, second = (-first, second) if swapped else (first, -second)
    return (second, first) if swapped else (first, second)


def _no_place(text: str) -> BadInput:
    return BadInput(
        "no-place",
        tr("“{text}” is no place.", text=text),
        hint=tr("Write longitude and latitude, such as 114.05, 22.54, or two coordinates."),
    )


def _angle(value: float, names: str) -> str:
    return f"{abs(value):.5f}° {names[value < 0]}"


def parse_scale(text: str) -> float:
    """Return pixels per metre of a scale such as ``1 : 25,000``, ``25000`` or ``1:2.5万``.

    >>> round(1 / parse_scale("1：2.5万") / PIXEL_METRES)
    25000
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    match = re.fullmatch(rf"(?:1[:/])?(\d+(?:\.\d+)?)({TEN_THOUSAND}?)", plain)
    denominator = float(match[1]) * (10_000 if match[2] else 1) if match else 0.0
    if not denominator > 0:
        raise BadInput(
            "no-scale",
            tr("“{text}” is no scale.", text=text),
            hint=tr("Write it as 1 : 25,000 or 25000."),
        )
    return 1 / (denominator * PIXEL_METRES)


def written_scale(scale: float) -> str:
    """Return a scale in pixels per metre as its ratio, with three significant digits.

    >>> written_scale(parse_scale("1:25,012"))
    '1 : 25,000'
    """
    ratio = 1 / (scale * PIXEL_METRES)
    digits = max(len(str(int(ratio))) - 3, 0)
    return f"1 : {int(round(ratio, -digits)):,}"
