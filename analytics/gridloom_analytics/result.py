"""The answer of an analysis: values, and all that is needed to draw, export and repeat it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import Style
from gridloom_analytics.chart import Chart
from gridloom_analytics.raster import Raster


@dataclass(frozen=True)
class Method:
    """How an answer was found: the method's name, where it is published, its conventions."""

    name: Bilingual
    citation: str
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class Result:
    """One primary output on the index of the input layer, and named further ones.

    ``primary`` holds the result columns only (the source columns stay with the layer), one row
    for each row of the layer, on its index. ``persons`` holds, on the same index, a column for
    each count of persons that the columns in ``guarded`` rest on: the gate suppresses these
    where such a count is small. ``of_neighbours`` are those of the guarded columns whose value in
    a row is computed from other rows' values too. ``scalars`` are global figures.
    ``visible`` is the same answer without the rows that rest on a small count, where there are
    such: the gate releases it instead. ``units`` maps columns to units. ``charts`` say how
    columns of the primary output or of a table are best drawn.
    """

    analysis: str
    layer: str
    primary: pd.DataFrame
    parameters: Mapping[str, Any]
    seed: int
    method: Method
    summary: Bilingual
    style: Style | None = None
    crs: str | None = None
    data_date: dt.date | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    scalars: Mapping[str, float | int | str | None] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    shapes: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    rasters: Mapping[str, Raster] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)
    warnings: tuple[Bilingual, ...] = ()
    persons: pd.DataFrame | None = None
    guarded: tuple[str, ...] = ()
    of_neighbours: tuple[str, ...] = ()
    visible: "Result | None" = None
