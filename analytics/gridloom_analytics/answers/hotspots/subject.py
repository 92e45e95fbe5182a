"""What hot spots are of: a value of each row, or the number of points in each cell."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analyses.hotspots import HotspotParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.hotspots.cells import cells_of
from gridloom_analytics.answers.places import placed
from gridloom_analytics.answers.sentences import called, raw_count_warning, title_of
from gridloom_analytics.answers.sites import Sites, complete_sites
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import locate
from gridloom_layers.language import Message, tr, tr_n

COUNT = "count"
"""The column of the cells that holds the number of points."""
POINT = 0
"""The type id of points in shapely."""


@dataclass(frozen=True)
class Subject:
    """The sites, what they are part of, and what is to be said of how they came to be.

    ``inputs`` are those of the sites: the layer itself or the cells. ``cell`` is the position of
    the cell of each row of the layer, −1 for none, where points are counted.
    """

    inputs: Inputs
    sites: Sites
    title: Message
    notes: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    cell: npt.NDArray[np.int64] | None = None

    def on_rows(self, frame: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
        """Return columns on the sites' layer as columns on the layer: points have their cell's."""
        if self.cell is None:
            return frame
        whole = frame.reset_index(drop=True).reindex(self.cell)
        return whole.set_axis(index, axis="index")


def subject_of(inputs: Inputs, parameters: HotspotParameters) -> Subject:
    """Return what hot spots are of; raise ``BadInput`` where there is no value to speak of."""
    if parameters.value is not None:
        return Subject(
            inputs,
            complete_sites(inputs, parameters.value),
            title_of(inputs, parameters.value),
            warnings=raw_count_warning(inputs, parameters.value),
        )
    shapes = inputs.layer.geometry.dropna()
    if (shapely.get_type_id(shapes.to_numpy()) != POINT).any():
        raise BadInput(
            "missing-parameter",
            tr("“{layer}” is no layer of points, so a value is needed.", layer=inputs.name),
            Where(layer=inputs.name, column="value"),
            tr("Name a value, or take a layer of points to be counted."),
        )
    return _counted(inputs, parameters)


def _counted(inputs: Inputs, parameters: HotspotParameters) -> Subject:
    """Return the cells with the number of points in each; those without one count as 0."""
    points = placed(inputs)
    cells = cells_of(inputs, points.points, parameters)
    xy = shapely.get_coordinates(points.layer.geometry.to_numpy())
    found = locate(xy, cells.layer.geometry.to_numpy())
    counts = np.bincount(found[found >= 0], minlength=len(cells.layer)).astype(np.float64)
    cell = np.full(len(inputs.layer), -1, dtype=np.int64)
    cell[points.rows] = found
    layer = gpd.GeoDataFrame(cells.layer.assign(**{COUNT: counts}))
    title = tr("count of {layer}", layer=called(inputs))
    own = Inputs(
        inputs.name,
        layer,
        inputs.crs,
        inputs.data_date,
        titles=((COUNT, title.both()),),
        counts=(COUNT,),
    )
    return Subject(
        own,
        complete_sites(own, COUNT),
        title,
        notes=(cells.note,),
        warnings=(*raw_count_warning(own, COUNT), *points.warnings, *_outside(found)),
        cell=cell,
    )


def _outside(found: npt.NDArray[np.int32]) -> tuple[Message, ...]:
    if not (outside := int((found < 0).sum())):
        return ()
    return (
        tr_n(
            "{count:,} point is in none of the areas and is not counted.",
            "{count:,} points are in none of the areas and are not counted.",
            outside,
        ),
    )
