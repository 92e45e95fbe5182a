"""What has passed the gate, and is all that renderers and writers ever see."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style
from gridloom_analytics.chart import Chart
from gridloom_desktop.publishing.export.seal import SEAL

SUPPRESSED = -2
"""The class index of a value that is withheld (``MISSING`` is the one of no value)."""


def _check(seal: object) -> None:
    if seal is not SEAL:
        raise TypeError("only the gate (publishing.export) releases values")


@dataclass(frozen=True)
class ReleasedMap:
    """A map with its values, suppressed and described; made by ``release_*`` only.

    ``areas`` has ``code``, ``name`` and ``geometry`` on the row keys of the layer, in ``crs``;
    ``values`` the columns that may be shown on the same index, withheld figures null. ``drawn``
    is the column of ``style``; ``classes`` its class for each row, ``MISSING`` or ``SUPPRESSED``;
    ``suppressed`` the rows with withheld figures, of which there are none without persons.
    ``headings`` has a title for each column of each of the further ``tables``,
    ``figures`` one for each of the global figures among them.
    ``boundaries`` are wider areas (``name``, ``geometry``) for orientation.
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
    parameters: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)
    figures: Mapping[str, Bilingual] = field(default_factory=dict)
    boundaries: gpd.GeoDataFrame | None = None

    def __post_init__(self, seal: object) -> None:
        _check(seal)

    @property
    def drawn(self) -> pd.Series:
        """The values of the column that the style draws."""
        return pd.Series(self.values[self.style.column])

    def class_counts(self) -> list[int]:
        """Return how many areas are in each class of the style."""
        return [int((self.classes == index).sum()) for index in range(len(self.style.classes))]


@dataclass(frozen=True)
class ReleasedTable:
    """Rows that may be written to a file; ``crs`` where they have a WKB column ``geometry``."""

    seal: InitVar[object]
    table: pa.Table
    name: str
    crs: str | None = None
    data_date: dt.date | None = None

    def __post_init__(self, seal: object) -> None:
        _check(seal)


@dataclass(frozen=True)
class Panel:
    """One chart with the rows that it shows; ``units`` of its columns where they have one."""

    chart: Chart
    frame: pd.DataFrame
    units: Mapping[str, str] = field(default_factory=dict)


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
    notes: tuple[Bilingual, ...] = ()

    def __post_init__(self, seal: object) -> None:
        _check(seal)
