"""What a map of QGIS consists of: layers in their files, groups, the part of the plane seen."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gridloom_desktop.publishing.qgis.drawing import Drawing
from gridloom_desktop.publishing.qgis.surfaces import Shade

Box = tuple[float, float, float, float]
"""(xmin, ymin, xmax, ymax)."""


@dataclass(frozen=True)
class VectorLayer:
    """Rows of the layer ``sublayer`` of a file (None: its only one), in the CRS ``crs``.

    ``name`` tells layers of a map apart. ``path`` is absolute or begins with ``./``: beside the
    map. ``subset`` are the rows that are shown, as SQL; ``about`` says what they tell.
    ``properties`` are what the plugin reads.
    """

    name: str
    title: str
    path: str
    crs: str
    drawing: Drawing
    sublayer: str | None = None
    subset: str | None = None
    visible: bool = True
    extent: Box | None = None
    about: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where the rows are, as QGIS's provider of files names it."""
        sublayer = "" if self.sublayer is None else f"|layername={self.sublayer}"
        subset = "" if self.subset is None else f"|subset={self.subset}"
        return f"{self.path}{sublayer}{subset}"


@dataclass(frozen=True)
class RasterLayer:
    """A picture, or figures in ``shades``, below or between other layers.

    ``provider`` is ``gdal`` (a file) or ``wms`` (tiles). ``brightness`` −255 … 255, ``saturation``
    −100 … 100 and ``opacity`` are as QGIS has them; ``bands`` is 1 for greys, 3 for colours.
    """

    name: str
    title: str
    source: str
    crs: str
    provider: Literal["gdal", "wms"] = "gdal"
    visible: bool = True
    opacity: float = 1.0
    brightness: int = 0
    saturation: int = 0
    bands: int = 3
    shades: tuple[Shade, ...] = ()


@dataclass(frozen=True)
class Group:
    """Layers and groups under a heading, the topmost first."""

    title: str
    members: tuple["Member", ...]
    visible: bool = True
    expanded: bool = True


Member = VectorLayer | RasterLayer | Group


@dataclass(frozen=True)
class Sheet:
    """A map: its members, the topmost first, its CRS and the ``box`` that is seen of it."""

    title: str
    crs: str
    members: tuple[Member, ...]
    box: Box | None = None
    properties: Mapping[str, str] = field(default_factory=dict)

    def layers(self) -> Iterator[VectorLayer | RasterLayer]:
        """Yield all layers, the topmost first."""
        yield from _layers(self.members)


def _layers(members: tuple[Member, ...]) -> Iterator[VectorLayer | RasterLayer]:
    for one in members:
        if isinstance(one, Group):
            yield from _layers(one.members)
        else:
            yield one


def layer_id(name: str) -> str:
    """Return the identifier of a layer in its map, the same for the same name.

    >>> layer_id("grid")
    'grid_ff2a45b9bed6'
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_") or "layer"
    return f"{plain}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"
