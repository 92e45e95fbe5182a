"""What has passed the gate, and is all that renderers and writers ever see."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import MISSING, Style
from gridloom_analytics.cartography.bivariate import BivariateStyle
from gridloom_analytics.chart import Chart
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.language import tr

SUPPRESSED = -2
"""The class index of a value that is withheld (``MISSING`` is the one of no value)."""


def _check(seal: object) -> None:
    if seal is not SEAL:
        raise TypeError("only the gate (publishing.export) releases values")


OverlayKind = Literal["outline", "line", "place"]


@dataclass(frozen=True)
class Overlay:
    """Shapes that a map shows over its areas, all in one way; they carry no figures."""

    kind: OverlayKind
    title: Bilingual
    colour: str
    shapes: gpd.GeoSeries


@dataclass(frozen=True)
class ReleasedMap:
    """A map with its values, suppressed and described; made by ``release_*`` only.

    ``areas`` has ``code``, ``name`` and ``geometry`` on the row keys of the layer, in ``crs``;
    ``values`` the columns that may be shown on the same index, withheld figures null. ``drawn``
    is the column of ``style``; ``classes`` its class for each row, ``MISSING`` or ``SUPPRESSED``;
    ``suppressed`` the rows with withheld figures, of which there are none without persons.
    ``names`` has a title for each of the further ``tables``, ``headings`` one for each column of
    theirs, ``figures`` one for each of the global figures among them.
    ``settings`` are parameters, each with its title and what it was set to,
    ``seed`` that of an answer that rests on random draws.
    ``boundaries`` are wider areas (``name``, ``geometry``) for orientation, ``overlays`` further
    shapes of the answer. ``counted`` says what the legend adds up for each class: rows, or their
    ``sizes`` where there are such. ``crossing`` is the style of two variables whose nine classes
    ``style`` has, if it does.
    """

    seal: InitVar[object]
    title: Bilingual
    summary: Bilingual
    layer: Bilingual
    areas: gpd.GeoDataFrame
    values: pd.DataFrame
    columns: Mapping[str, Bilingual]
    units: Mapping[str, str]
    style: Style
    classes: npt.NDArray[np.int16]
    suppressed: npt.NDArray[np.bool_]
    threshold: int
    method: Bilingual
    citation: str
    crs: str
    data_date: dt.date
    source: Bilingual
    notes: tuple[Bilingual, ...] = ()
    settings: tuple[tuple[Bilingual, Bilingual], ...] = ()
    seed: int | None = None
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    names: Mapping[str, Bilingual] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)
    figures: Mapping[str, Bilingual] = field(default_factory=dict)
    boundaries: gpd.GeoDataFrame | None = None
    overlays: tuple[Overlay, ...] = ()
    counted: Bilingual = field(default_factory=tr("number of areas").both)
    sizes: npt.NDArray[np.float64] | None = None
    crossing: BivariateStyle | None = None

    def __post_init__(self, seal: object) -> None:
        _check(seal)

    @property
    def drawn(self) -> pd.Series:
        """The values of the column that the style draws."""
        return pd.Series(self.values[self.style.column])

    def count(self, index: int) -> int:
        """Return how many areas are in a class, or how large they are together."""
        chosen = self.classes == index
        return int(chosen.sum()) if self.sizes is None else round(float(self.sizes[chosen].sum()))

    @property
    def stacking(self) -> list[int]:
        """The classes from the lowest to the topmost: the first category on top."""
        order = list(range(len(self.style.classes)))
        return [MISSING, SUPPRESSED, *(order if self.style.kind == "graduated" else order[::-1])]

    @property
    def covering(self) -> bool:
        """Whether the areas cover all that the map is about, as points and bands do not."""
        return self.sizes is None and bool((shapely.get_dimensions(self.areas.geometry) == 2).any())

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the areas; else of the boundaries in which they are."""
        shown = self.areas.geometry
        if self.boundaries is not None and not self.covering:
            around = self.boundaries.geometry
            holding = np.unique(shown.sindex.query(around, predicate="intersects")[0])
            if len(holding):  # a city with most of its parts in it is shown as a whole
                shown = around if 2 * len(holding) > len(around) else around.iloc[holding]
        west, south, east, north = map(float, shown.total_bounds)
        return west, south, east, north


@dataclass(frozen=True)
class ReleasedTable:
    """Rows that may be written to a file; ``crs`` where they have a WKB column ``geometry``.

    ``headings`` are what columns are called where people read them: in a workbook.
    """

    seal: InitVar[object]
    table: pa.Table
    name: str
    crs: str | None = None
    data_date: dt.date | None = None
    headings: Mapping[str, Bilingual] = field(default_factory=dict)

    def __post_init__(self, seal: object) -> None:
        _check(seal)


@dataclass(frozen=True)
class Panel:
    """One chart with the rows that it shows; ``units`` of its columns where they have one.

    ``style`` is what colours the points of a chart that is classed, None otherwise.
    """

    chart: Chart
    frame: pd.DataFrame
    units: Mapping[str, str] = field(default_factory=dict)
    style: Style | None = None


@dataclass(frozen=True)
class ReleasedCharts:
    """The charts of a result, with the words around them; made by ``release_charts`` only.

    ``suppressed`` is in how many rows of the layer figures are withheld.
    """

    seal: InitVar[object]
    title: Bilingual
    summary: Bilingual
    layer: Bilingual
    panels: tuple[Panel, ...]
    method: Bilingual
    citation: str
    rows: int
    suppressed: int
    data_date: dt.date | None = None
    source: Bilingual | None = None
    notes: tuple[Bilingual, ...] = ()

    def __post_init__(self, seal: object) -> None:
        _check(seal)
