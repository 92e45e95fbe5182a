"""The points that are smoothed, and the study area that they lie in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import Placed, placed, study_area
from gridloom_analytics.answers.sites import numbers
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import locate
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]

LEAST = 2
"""One point has no spread."""


@dataclass(frozen=True)
class Ground:
    """Points within a study area.

    ``weights`` has shape (n,), or is None where each point counts 1; ``area`` is in metres and
    ``note`` says which it is.
    """

    site: Placed
    weights: Floats | None
    area: BaseGeometry
    note: Message

    @property
    def each(self) -> Floats:
        """The weight of each point."""
        return np.ones(len(self.site.points)) if self.weights is None else self.weights

    @property
    def total(self) -> float:
        """The sum of weights."""
        return float(self.each.sum())


def read_ground(inputs: Inputs, parameters: DensityParameters) -> Ground:
    """Return the rows with a place in the study area and a weight; say which are left out."""
    site = placed(inputs, LEAST)
    weights = None
    if parameters.weight is not None:
        weights = weights_of(inputs, parameters.weight)[site.rows]
        site, weights = _weighted(site, weights)
    area, note = study_area(inputs, site.points, "area")
    area = shapely.make_valid(area)
    if not area.area:
        raise BadInput(
            "no-area",
            tr("The rows of “{layer}” lie at one place or on a line.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Name a study area."),
        )
    if "area" in inputs.layers:
        site, weights = _within(inputs, site, weights, area)
    return Ground(site, weights, area, note)


def covered_by(area: BaseGeometry, points: Floats) -> npt.NDArray[np.bool_]:
    """Tell which points, shape (n, 2), lie in an area, its border included."""
    return locate(points, np.array([area], dtype=object)) >= 0


def weights_of(inputs: Inputs, column: str) -> Floats:
    """Return a column of weights, NaN where there is none.

    Raises ``BadInput`` for negative ones, and where there is nothing to be spread.
    """
    weights, where = numbers(inputs, column), Where(layer=inputs.name, column=column)
    if negative := int((weights < 0).sum()):
        raise BadInput(
            "negative-weights",
            tr_n("{count:,} weight in “{column}” is negative.",
                 "{count:,} weights in “{column}” are negative.", negative, column=column),
            where,
            tr("Choose a column of counts or amounts."),
        )  # fmt: skip
    if not np.nansum(weights):
        raise BadInput(
            "no-weights",
            tr("All weights in “{column}” are 0 or missing.", column=column),
            where,
            tr("Choose another column, or leave the weight out."),
        )
    return weights


def _weighted(site: Placed, weights: Floats) -> tuple[Placed, Floats]:
    """Return the rows with a weight."""
    known = ~np.isnan(weights)
    if known.all():
        return site, weights
    said = tr_n(
        "{count:,} row without a weight is left out.",
        "{count:,} rows without a weight are left out.",
        int((~known).sum()),
    )
    return site.only(known, said), weights[known]


def _within(
    inputs: Inputs, site: Placed, weights: Floats | None, area: BaseGeometry
) -> tuple[Placed, Floats | None]:
    """Return the rows within the study area, its border included."""
    inside = covered_by(area, site.points)
    if inside.all():
        return site, weights
    if inside.sum() < LEAST or not np.any(True if weights is None else weights[inside]):
        raise BadInput(
            "too-few-rows",
            tr_n("Only {count:,} row lies in the study area.",
                 "Only {count:,} rows lie in the study area.", int(inside.sum())),
            Where(layer=inputs.name, column="area"),
            tr("Name another study area, or check the coordinate systems."),
        )  # fmt: skip
    said = tr_n(
        "{count:,} row outside the study area is left out.",
        "{count:,} rows outside the study area are left out.",
        int((~inside).sum()),
    )
    return site.only(inside, said), None if weights is None else weights[inside]
