"""Which share of each source goes to which target: by land, or by the buildings on it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.neighbourhood import AREA_TYPES
from gridloom_analytics.answers.places import projected
from gridloom_analytics.answers.sites import amounts, numbers
from gridloom_analytics.statistics.areal.interpolation import (
    Shares,
    shares_by_area,
    shares_by_weight,
    sums,
)
from gridloom_analytics.statistics.areal.overlay import overlay
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place, locate, repair
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

OVERLAP = 1e-6
"""Areas that overlap by a smaller share of themselves do so by rounding."""
FLOOR_AREA, FLOORS = "floor_area", "floors"
"""The fields of buildings that tell their floor area."""


@dataclass(frozen=True)
class Sharing:
    """Shares, with what the two layers have in common.

    ``land`` are the shares by area, ``shares`` those that were asked for. ``sizes`` (n,) are the
    areas of the sources, ``covered`` (m,) the share of each target's area that sources cover (NaN
    without an area). ``built`` (m,) counts persons of buildings by target, where those were their
    weight.
    """

    shares: Shares
    land: Shares
    sizes: Floats
    covered: Floats
    warnings: tuple[Message, ...]
    built: dict[str, Floats]


def share_out(
    target: Inputs, source: Inputs, buildings: Inputs | None, weight: str | None
) -> Sharing:
    """Return the sharing of the areas of ``source`` to those of ``target``.

    Raises ``BadInput`` where the layers are no areas, have no projected CRS or nothing in common.
    """
    to_shapes, said_to = areas_of(target)
    from_shapes, said_from = areas_of(source)
    pieces = overlay(from_shapes, to_shapes)
    if not len(pieces.size):
        raise BadInput(
            "nothing-in-common",
            tr("The areas of “{a}” and “{b}” have nothing in common.", a=source.name,
               b=target.name),
            Where(layer=source.name, column="source"),
            tr("Check that both lie in the same city, and their coordinate systems."),
        )  # fmt: skip
    sizes, wholes = np.nan_to_num(shapely.area(from_shapes)), shapely.area(to_shapes)
    shares = land = shares_by_area(pieces, sizes, len(to_shapes))
    reached = sums(pieces.target, pieces.size, len(to_shapes))
    given = sums(pieces.source, pieces.size, len(from_shapes))
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.where(wholes > 0, reached / wholes, np.nan)
    said = [*said_to, *said_from, *_overlaps(target, given > sizes * (1 + OVERLAP)),
            *_overlaps(source, covered > 1 + OVERLAP)]  # fmt: skip
    built: dict[str, Floats] = {}
    if buildings is not None:
        shares, built, more = _by_buildings(buildings, weight, from_shapes, to_shapes, land)
        said += more
    return Sharing(shares, land, sizes, np.minimum(covered, 1.0), tuple(said), built)


def areas_of(inputs: Inputs) -> tuple[Shapes, list[Message]]:
    """Return the areas of a layer, None where there is none, valid; say how many were repaired."""
    projected(
        inputs,
        lambda reason: tr("{reason} Areas cannot be measured in it.", reason=reason),
    )
    where = Where(layer=inputs.name)
    shapes = np.array(inputs.layer.geometry.to_numpy(), dtype=object)
    given = ~shapely.is_missing(shapes)
    if not given.any() or not np.isin(shapely.get_type_id(shapes[given]), AREA_TYPES).all():
        raise BadInput(
            "needs-areas",
            tr("“{layer}” does not consist of areas.", layer=inputs.name),
            where,
            tr("Name a layer of areas."),
        )
    broken = given & ~shapely.is_valid(shapes)
    if not broken.any():
        return shapes, []
    shapes[broken] = repair(shapes[broken], "area").shapes
    count = int(broken.sum())
    return shapes, [tr_n("{count:,} shape was repaired.", "{count:,} shapes were repaired.", count)]


def _overlaps(inputs: Inputs, which: npt.NDArray[np.bool_]) -> list[Message]:
    if not which.any():
        return []
    return [
        tr(
            "Areas of “{layer}” overlap each other: what they have in common is counted for each, "
            "and the totals stay right.",
            layer=inputs.name,
        )
    ]


def _by_buildings(
    buildings: Inputs, weight: str | None, sources: Shapes, targets: Shapes, fallback: Shares
) -> tuple[Shares, dict[str, Floats], list[Message]]:
    """Return the shares by the weight of the buildings in each source and target."""
    places = np.array(buildings.layer.geometry.to_numpy(), dtype=object)
    weights, said = building_weights(buildings, places, weight)
    at = shapely.get_coordinates(shapely.centroid(_filled(places)))
    source = locate(at, sources).astype(np.int64)
    target = locate(at, targets).astype(np.int64)
    source[shapely.is_missing(places)] = -1
    shares = shares_by_weight(source, target, weights, fallback)
    total = sums(source[source >= 0], weights[source >= 0], len(sources))
    bare = int(((total == 0) & ~shapely.is_missing(sources)).sum())
    if bare:
        said.append(
            tr_n(
                "{count:,} area of the source has no building and is shared out by land.",
                "{count:,} areas of the source have no building and are shared out by land.",
                bare,
            )
        )
    return shares, _persons(buildings, target, len(targets)), said


def _filled(shapes: Shapes) -> Shapes:
    """Return shapes with a point that is nowhere for each that is missing."""
    found = shapes.copy()
    found[~has_place(shapes)] = shapely.Point(np.nan, np.nan)
    return found


def _persons(buildings: Inputs, target: Integers, m: int) -> dict[str, Floats]:
    if buildings.persons is None:
        return {}
    inside = target >= 0
    return {
        f"{buildings.name} {name}": sums(
            target[inside], counts.to_numpy(dtype=float, na_value=0.0)[inside], m
        )
        for name, counts in buildings.persons.items()
    }


def building_weights(
    buildings: Inputs, places: Shapes, weight: str | None
) -> tuple[Floats, list[Message]]:
    """Return what each building weighs: a column, or its floor area as far as it is known.

    The floor area is the field ``floor_area``, else the footprint times ``floors``, else the
    footprint.
    """
    if weight is not None:
        return _given(buildings, weight)
    footprint = np.nan_to_num(shapely.area(places))
    if not footprint.any():
        raise BadInput(
            "needs-areas",
            tr("“{layer}” has no footprints, so its floor area is not known.",
               layer=buildings.name),
            Where(layer=buildings.name, column="building_weight"),
            tr("Name a column of it that says what a building weighs."),
        )  # fmt: skip
    floors, known = _known(buildings, FLOORS), _known(buildings, FLOOR_AREA)
    area = np.where(known > 0, known, footprint * np.where(floors > 0, floors, 1.0))
    guessed = int((~(known > 0) & ~(floors > 0)).sum())
    if not guessed:
        return area, []
    return area, [
        tr_n(
            "{count:,} building of unknown floors weighs as much as its footprint.",
            "{count:,} buildings of unknown floors weigh as much as their footprints.",
            guessed,
        )
    ]


def _known(buildings: Inputs, field: str) -> Floats:
    """Return a field of numbers, NaN throughout where there is none."""
    if field not in buildings.layer:
        return np.full(len(buildings.layer), np.nan)
    return numbers(buildings, field)


def _given(buildings: Inputs, column: str) -> tuple[Floats, list[Message]]:
    weights = amounts(buildings, column)
    unknown = int(np.isnan(weights).sum())
    said = tr_n(
        "{count:,} building without a value in “{column}” weighs nothing.",
        "{count:,} buildings without a value in “{column}” weigh nothing.",
        unknown,
        column=column,
    )
    return np.nan_to_num(weights), [said] if unknown else []
