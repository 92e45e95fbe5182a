"""Events counted in areas and steps of time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.emerging import EmergingParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import day_text, days
from gridloom_analytics.answers.neighbourhood import AREA_TYPES
from gridloom_analytics.answers.piles import pile_warnings
from gridloom_analytics.answers.sites import FEWEST, Located
from gridloom_analytics.statistics.spacetime.steps import Days, Step, step_edges, step_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import NOWHERE, has_place, locate
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]

FEWEST_STEPS = 10
"""Under ten steps a trend can hardly be told from chance (ArcGIS asks for as many)."""
SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
"""Days of the shortest step of each kind."""
MOST_BINS = 20_000_000
"""A cube of more bins would take gigabytes."""


@dataclass(frozen=True)
class Counted:
    """Events by area and step: ``counts`` (n, T) for the areas of ``sites``, whole numbers.

    Step t runs from day ``edges[t]`` to the day before ``edges[t + 1]``.
    """

    sites: Located
    counts: Floats
    edges: Days
    warnings: tuple[Message, ...]


def count_events(inputs: Inputs, parameters: EmergingParameters) -> Counted:
    """Return how many events there are in each area and step; say which are in none.

    Raises ``BadInput`` where the layer has fewer than three areas, no event is in any of them, or
    the events do not fill ten steps.
    """
    events = _events(inputs)
    sites = _areas(inputs)
    moments = days(events, parameters.time)
    shapes = np.asarray(events.layer.geometry.to_numpy(), dtype=object)
    points = _points(shapes)
    area = locate(points, sites.shapes)
    inside = (area != NOWHERE) & ~np.isnan(moments)
    if not inside.any():
        raise BadInput(
            "no-events",
            tr("No event of “{events}” with a time lies in an area of “{layer}”.",
               events=events.name, layer=inputs.name),
            Where(layer=events.name, column=parameters.time),
            tr("Choose other events, or areas where they happen."),
        )  # fmt: skip
    last = _last_day(inputs, float(moments[inside].max()), parameters.step)
    edges = _edges(events, parameters, float(moments[inside].min()), last, len(sites.layer))
    step = step_of(moments, edges)
    counted = inside & (step >= 0)
    bins = area[counted].astype(np.int64) * (len(edges) - 1) + step[counted]
    flat = np.bincount(bins, minlength=len(sites.layer) * (len(edges) - 1))
    counts = flat.astype(np.float64).reshape(len(sites.layer), -1)
    said = (
        *_left_out(moments, area, inside & (step < 0), edges),
        *_gaps(inputs, counts, edges, float(moments[inside].max())),
        *pile_warnings(points[counted]),
    )
    return Counted(sites, counts, edges, said)


def _events(inputs: Inputs) -> Inputs:
    events = inputs.layers.get("events")
    if events is None:
        raise BadInput(
            "missing-parameter",
            tr("Which events happened in the areas of “{layer}”?", layer=inputs.name),
            Where(layer=inputs.name, column="events"),
            tr("Name a layer of points as the events."),
        )
    return events


def _areas(inputs: Inputs) -> Located:
    shapes = np.asarray(inputs.layer.geometry.to_numpy(), dtype=object)
    rows = np.isin(shapely.get_type_id(shapes), AREA_TYPES) & ~shapely.is_empty(shapes)
    if rows.sum() < FEWEST:
        raise BadInput(
            "needs-areas",
            tr_n("“{layer}” has only {count} area; events are counted in areas.",
                 "“{layer}” has only {count} areas; events are counted in areas.",
                 int(rows.sum()), layer=inputs.name),
            Where(layer=inputs.name),
            tr("At least {least} are needed.", least=FEWEST),
        )  # fmt: skip
    missing = int((~rows).sum())
    said = tr_n(
        "{count:,} row without an area is left out.",
        "{count:,} rows without an area are left out.",
        missing,
    )
    return Located(rows, inputs.layer.loc[rows], (said,) if missing else ())


def _points(shapes: npt.NDArray[np.object_]) -> Floats:
    """Return a point (n, 2) for each shape; NaN, which is nowhere, where there is none."""
    known = has_place(shapes)
    points = np.full((len(shapes), 2), np.nan)
    points[known] = shapely.get_coordinates(shapely.centroid(shapes[known]))
    return points


def _last_day(inputs: Inputs, last: float, step: Step) -> float:
    """Return with what the steps end: the last event, or what is known without one after it.

    A workspace knows all up to its data date, so the steps end the day before it, unless the last
    event is further back than a step: then something else may have ended, and it is told.
    """
    if inputs.data_date is None:
        return last
    known = float(np.datetime64(inputs.data_date, "D").astype(np.int64) - 1)
    return max(last, known) if known - np.floor(last) < SHORTEST[step] else last


def _edges(
    events: Inputs, parameters: EmergingParameters, first: float, last: float, areas: int
) -> Days:
    edges = step_edges(first, last, parameters.step)
    where = Where(layer=events.name, column="step")
    if (steps := len(edges) - 1) < FEWEST_STEPS:
        raise BadInput(
            "too-few-steps",
            tr_n("From {first} to {last} there is only {count} whole step; {least} are needed.",
                 "From {first} to {last} there are only {count} whole steps; {least} are needed.",
                 max(0, steps), first=day_text(first), last=day_text(last), least=FEWEST_STEPS),
            where,
            tr("Choose a shorter time step, or events of a longer time."),
        )  # fmt: skip
    if steps * areas > MOST_BINS:
        raise BadInput(
            "too-many-bins",
            tr("{areas:,} areas in {count:,} steps are too many.", areas=areas, count=steps),
            where,
            tr("Choose a longer time step, or larger areas."),
        )
    return edges


def _left_out(
    moments: Floats, area: npt.NDArray[np.int32], early: npt.NDArray[np.bool_], edges: Days
) -> list[Message]:
    timeless = np.isnan(moments)
    outside, before = ~timeless & (area == NOWHERE), int(early.sum())
    found = []
    if count := int(timeless.sum()):
        found.append(
            tr_n(
                "{count:,} event without a time is left out.",
                "{count:,} events without a time are left out.",
                count,
            )
        )
    if count := int(outside.sum()):
        found.append(
            tr_n(
                "{count:,} event in none of the areas is left out.",
                "{count:,} events in none of the areas are left out.",
                count,
            )
        )
    if before:
        found.append(
            tr_n(
                "{count:,} event before {day} is left out: a whole step begins only then.",
                "{count:,} events before {day} are left out: a whole step begins only then.",
                before,
                day=day_text(edges[0]),
            )
        )
    return found


def _gaps(inputs: Inputs, counts: Floats, edges: Days, last: float) -> list[Message]:
    """Return what to say of steps without any event, and of the time after the last event."""
    found = []
    empty = np.flatnonzero(counts.sum(axis=0) == 0)
    if len(empty):
        found.append(
            tr_n(
                "In {count:,} of {steps:,} steps there is no event at all, first from {day} on; "
                "it counts as quiet, not as unknown.",
                "In {count:,} of {steps:,} steps there is no event at all, first from {day} on; "
                "they count as quiet, not as unknown.",
                len(empty),
                steps=counts.shape[1],
                day=day_text(float(edges[empty[0]])),
            )
        )
    if inputs.data_date is not None:
        since = (inputs.data_date - np.datetime64(int(last), "D").astype(object)).days
        if since - 1 >= edges[-1] - edges[-2]:
            found.append(
                tr(
                    "The last event was {days:,} days before the data date; the steps end with it.",
                    days=since,
                )
            )
    return found
