"""A study of events that are counted in areas."""

import numpy as np

from gridloom_analytics.analyses.scan import ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import Placed, placed, to_metres
from gridloom_analytics.answers.scanning.counts import amounts, left_out, refuse
from gridloom_analytics.answers.scanning.material import (
    UNEXPECTED,
    Flags,
    Floats,
    Integers,
    Material,
    added,
    distinct_places,
    poisson,
    refuse_few_cases,
    refuse_size,
)
from gridloom_analytics.answers.scanning.steps import Steps
from gridloom_analytics.bilingual import Given
from gridloom_analytics.statistics.scanning.study import Study
from gridloom_layers.language import Message, tr_n


def study_of_events(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return the study of the areas of a layer, whose cases are the events within them."""
    areas, events = placed(inputs), placed(inputs.layers["events"])
    column = parameters.expected or (*parameters.population, None)[0]
    amount = np.ones(len(areas.rows)) if column is None else amounts(inputs, column)
    used = areas.rows & ~np.isnan(amount)
    area = _area_of(inputs, used, events)
    when, untimed = _moments(inputs.layers["events"], parameters, events)
    kept = (area >= 0) & ~untimed
    refuse_few_cases(inputs, float(kept.sum()))
    area, step, steps = area[kept], np.zeros(int(kept.sum()), dtype=np.int64), None
    if when is not None:
        steps = Steps.covering(when[kept], parameters.step)
        step = steps.of(when[kept])
    points = np.zeros((len(used), 2))
    points[areas.rows] = areas.points
    place, points = distinct_places(used, points)
    refuse_size(inputs, len(points), steps)
    shape = (len(points), 1 if steps is None else steps.count)
    cases = added(place[area], step, np.ones(len(area)), shape)
    if column is None:
        study = Study.permutation(points, cases)
    else:
        lonely = used & (amount <= 0) & (np.bincount(area, minlength=len(used)) > 0)
        refuse(inputs, lonely, column, *UNEXPECTED)
        by_row = (place[used], amount[used], amount[used])
        study = poisson(inputs, column, points, cases, by_row, steps)
    said = (*areas.warnings, *left_out(areas.rows, ~used), *_said_of(inputs, events))
    return Material(
        study, place, None, steps, (*said, *_untimed(untimed), *_outside(kept, untimed))
    )


def _area_of(inputs: Inputs, used: Flags, events: Placed) -> Integers:
    """Return the row of the area that covers each placed event, −1 for none of those used."""
    from gridloom_layers.geometry import locate  # its kernels are compiled when first used

    shapes = inputs.layer.geometry.to_numpy()
    found = locate(events.points / to_metres(inputs), shapes[used])
    return np.where(found >= 0, np.flatnonzero(used)[found], -1)


def _moments(
    events: Inputs, parameters: ScanParameters, known: Placed
) -> tuple[Floats | None, Flags]:
    """Return when each placed event was, if that is asked, and which have no time."""
    if parameters.scan == "space" or parameters.event_time is None:
        return None, np.zeros(int(known.rows.sum()), dtype=np.bool_)
    when = days(events, parameters.event_time)[known.rows]
    return when, np.isnan(when)


def _said_of(inputs: Inputs, events: Placed) -> tuple[Message, ...]:
    own = inputs.layers["events"].warnings
    return (*(Given.of(text) for text in own), *events.warnings)


def _untimed(missing: Flags) -> tuple[Message, ...]:
    if not (count := int(missing.sum())):
        return ()
    return (
        tr_n(
            "{count:,} event without a time is left out.",
            "{count:,} events without a time are left out.",
            count,
        ),
    )


def _outside(kept: Flags, untimed: Flags) -> tuple[Message, ...]:
    if not (count := int((~kept & ~untimed).sum())):
        return ()
    return (
        tr_n(
            "{count:,} event outside all areas is left out.",
            "{count:,} events outside all areas are left out.",
            count,
        ),
    )
