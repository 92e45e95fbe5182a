"""What an answer shows beside the rows of its layer: cells or bands in their place, shapes on top.

Points from which a finding on areas was made would hide it, so a map shows the areas.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.cartography.palettes import colours
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.released import Overlay, OverlayKind
from gridloom_desktop.publishing.export.wording import readable
from gridloom_layers.language import Message, tr

CELLS, BANDS = "cells", "bands"
KINDS: dict[str, OverlayKind] = {
    "Polygon": "outline", "MultiPolygon": "outline",
    "LineString": "line", "MultiLineString": "line",
    "Point": "place", "MultiPoint": "place",
}  # fmt: skip
INK, STRONG, WEAK, SOFT = "#16263a", "#c2185b", "#00695c", "#7a8794"


@dataclass(frozen=True)
class Further:
    """Shapes called ``name`` in a result, of a ``value`` in a ``column`` if one is named."""

    name: str
    title: Message
    colour: str = INK
    column: str = ""
    value: str | bool = ""

    def chosen(self, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
        """Return the shapes that are meant."""
        kept = frame[frame[self.column] == self.value] if self.column else frame
        shapes = gpd.GeoSeries(kept.geometry)
        return gpd.GeoSeries(shapes[shapes.notna() & ~shapes.is_empty])


DRAWN = (
    Further("links", tr("link between neighbours"), SOFT),
    Further("circles", tr("circle of a cluster"), INK, "significant", True),
    Further("hulls", tr("outline of a cluster")),
    Further("tolerance", tr("more than chance gives (p < 0.05)"), STRONG, "finding", "high"),
    Further("tolerance", tr("less than chance gives (p < 0.05)"), WEAK, "finding", "low"),
    Further("ellipses", tr("standard deviational ellipse"), STRONG),
    Further("path", tr("way of the mean centre")),
    Further("centres", tr("median centre"), "#ffffff", "kind", "median"),
    Further("centres", tr("mean centre"), INK, "kind", "mean"),
)
"""Further shapes that a map shows, the lowest first."""


def overlays(shown: Result) -> Iterator[Overlay]:
    """Yield what is drawn over the areas of a result that may be seen."""
    for one in DRAWN:
        frame = shown.shapes.get(one.name)
        shapes = None if frame is None else one.chosen(frame)
        if shapes is not None and len(shapes):
            yield Overlay(KINDS[shapes.geom_type.iloc[0]], one.title.both(), one.colour, shapes)


@dataclass(frozen=True)
class Ground:
    """Areas that are drawn in place of the rows, with their values and how these are coloured.

    ``kind`` says what one of them is, if that is not a row of the layer.
    """

    name: str
    areas: gpd.GeoDataFrame
    values: pd.DataFrame
    style: Style
    counted: Bilingual
    titles: dict[str, Bilingual]
    kind: Bilingual | None = None
    sizes: npt.NDArray[np.float64] | None = None


def ground(shown: Result, style: Style) -> Ground | None:
    """Return the cells in which points were counted, or the bands of a surface, if there are."""
    cells, bands = shown.shapes.get(CELLS), shown.shapes.get(BANDS)
    if cells is not None and style.column in cells and len(cells):
        return _cells(cells, style)
    if bands is not None and style.column in shown.rasters and len(bands):
        return _bands(bands, style, float(np.nanmax(shown.rasters[style.column].values)))
    return None


def _cells(cells: gpd.GeoDataFrame, style: Style) -> Ground:
    values = pd.DataFrame(cells.drop(columns=cells.geometry.name))
    codes = values.pop("code") if "code" in values else pd.Series(cells.index, cells.index)
    names = values.pop("name") if "name" in values else codes
    areas = _areas(codes.astype(str).tolist(), names.astype(str).tolist(), cells)
    titles = {style.column: style.title}
    counted, kind = tr("number of areas").both(), tr("cell").both()
    return Ground(CELLS, areas, values, style, counted, titles, kind)


def _bands(bands: gpd.GeoDataFrame, style: Style, highest: float) -> Ground:
    """Return bands with a class for each, coloured from little to much."""
    values = pd.DataFrame(bands.drop(columns=bands.geometry.name))
    lower = values["lower"].to_numpy(float)
    upper = np.maximum(values["upper"].fillna(highest).to_numpy(float), lower)
    labels = [f"{readable(a)} – {readable(b)}" for a, b in zip(lower, upper, strict=True)]
    shades = _shades(upper, relative=style.column == "risk")
    classes = tuple(
        StyleClass(colour=shade, label={"zh": label, "en": label}, lower=a, upper=b)
        for shade, label, a, b in zip(shades, labels, lower, upper, strict=True)
    )
    own = style.model_copy(
        update={"column": "upper", "classes": classes, "method": "contours", "k": None}
    )
    sizes = values["area_km2"].to_numpy(float)
    areas = _areas([str(number) for number in range(1, len(bands) + 1)], labels, bands)
    titles = {"lower": tr("above").both(), "upper": tr("up to").both()}
    return Ground(
        BANDS, areas, values.assign(upper=upper), own, tr("km²").both(), titles, sizes=sizes
    )


def _shades(upper: npt.NDArray[np.float64], *, relative: bool) -> list[str]:
    """Return a colour for each band; those of a relative risk part at 1."""
    if not relative:
        return colours("YlOrRd", len(upper))
    below = int((upper <= 1).sum())
    side = max(below, len(upper) - below)
    return colours("RdYlBu", 2 * side)[side - below : side - below + len(upper)]


def _areas(codes: list[str], names: list[str], shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": codes, "name": names},
        geometry=shapes.geometry.to_numpy(),
        index=shapes.index,
        crs=shapes.crs,
    )
