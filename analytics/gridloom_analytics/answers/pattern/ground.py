"""Where points could lie, and where chance would put them: evenly, or as people live."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.analyses.pattern import PatternParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import study_area, to_metres
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.answers.sites import numbers, refuse_negative
from gridloom_analytics.statistics.areal.interpolation import sums
from gridloom_analytics.statistics.areal.overlay import overlay
from gridloom_analytics.statistics.patterns.window import Scatter
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Ground:
    """The area that is studied, in metres, and the density of points by chance in its ``parts``.

    ``weights`` are the shares of points in each of the parts, evenly spread within it. ``chance``
    is what points by chance are called in a sentence; ``notes`` belong to the method.
    """

    area: BaseGeometry
    parts: Shapes
    weights: Floats
    even: bool
    chance: Message
    notes: tuple[Message, ...]
    warnings: tuple[Message, ...] = ()

    @property
    def scatter(self) -> Scatter:
        """Points by chance."""
        return Scatter.over(list(self.parts), self.weights)

    def shares(self, shapes: Shapes) -> Floats:
        """Return the share of the points by chance in each of some shapes within the area."""
        pieces = overlay(self.parts, shapes)
        density = self.weights / self.weights.sum() / shapely.area(self.parts)
        return sums(pieces.target, density[pieces.source] * pieces.size, len(shapes))


def ground(inputs: Inputs, points: Points, parameters: PatternParameters) -> Ground:
    """Return the ground that the parameters ask for; raise ``BadInput`` where there is none."""
    if parameters.population is not None:
        return _peopled(inputs, parameters.population)
    area, said = study_area(inputs, points, "area")
    if not area.area > 0:
        raise BadInput(
            "no-area",
            tr("The study area of “{layer}” has no area.", layer=inputs.name),
            Where(layer=inputs.name, column="area"),
            tr("Name a layer of areas as the study area."),
        )
    return Ground(
        area,
        np.array([area], dtype=object),
        np.ones(1),
        True,
        tr("points scattered at random"),
        (said, tr("By chance, points are independent and evenly spread over the study area.")),
        () if "area" in inputs.layers else (_hull_warning(),),
    )


def _peopled(inputs: Inputs, column: str) -> Ground:
    """Return the ground of which each part has as many points as its population says."""
    areas = inputs.layers.get("area")
    if areas is None:
        raise BadInput(
            "missing-parameter",
            tr("“{column}” is a population of areas, but no study area is named.", column=column),
            Where(layer=inputs.name, column="area"),
            tr("Name the layer of areas that has it as the study area."),
        )
    shapes, weights = np.asarray(areas.layer.geometry.to_numpy(), object), numbers(areas, column)
    _refuse_weights(areas, column, weights)
    real = (weights > 0) & (shapely.area(shapes) > 0)
    parts = shapely.transform(shapes[real], lambda xy: xy * to_metres(areas))
    title = title_of(areas, column)
    return Ground(
        shapely.union_all(parts),
        parts,
        weights[real],
        False,
        tr("points spread like “{population}”", population=title),
        (
            tr("The study area is where “{layer}” has “{population}”.", layer=areas.name,
               population=title),
            tr("By chance, points are independent and as dense in each of {count:,} areas as "
               "“{population}” is there.", count=int(real.sum()), population=title),
        ),
        _missing(int(np.isnan(weights).sum())),
    )  # fmt: skip


def _refuse_weights(areas: Inputs, column: str, weights: Floats) -> None:
    refuse_negative(areas, column, weights)
    where = Where(layer=areas.name, column=column)
    if not (weights > 0).any():
        raise BadInput(
            "all-zero",
            tr("The column “{column}” has no value over 0 in any row.", column=column),
            where,
            tr("Choose another column, or fill this one."),
        )


def _hull_warning() -> Message:
    return tr(
        "The convex hull cuts off the empty margin, so that patterns look less clustered; name the "
        "study area where it is known."
    )


def _missing(count: int) -> tuple[Message, ...]:
    if not count:
        return ()
    return (
        tr_n(
            "{count:,} area without a population is taken as empty.",
            "{count:,} areas without a population are taken as empty.",
            count,
        ),
    )
