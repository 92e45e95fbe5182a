"""What is said of centres."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.centre import ANALYSIS, CentreParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.centre.centres import Centre
from gridloom_analytics.answers.sentences import bilingual, figure, title_of
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

DIRECTIONS = (
    tr("north"), tr("north-east"), tr("east"), tr("south-east"),
    tr("south"), tr("south-west"), tr("west"), tr("north-west"),
)  # fmt: skip
AXES = (
    tr("north to south"),
    tr("north-east to south-west"),
    tr("east to west"),
    tr("north-west to south-east"),
)
SAME = 1.0
"""Centres less than a metre apart are at the same place."""
LONG = 1.1
"""An ellipse this many times as long as broad has a direction worth a word."""


def direction(way: npt.NDArray[np.float64]) -> Message:
    """Return the point of the compass that is nearest to a way (east, north).

    >>> str(direction(np.array([0.1, 5.0]))), str(direction(np.array([-3.0, -3.0])))
    ('north', 'south-west')
    """
    return DIRECTIONS[round(np.degrees(np.arctan2(way[0], way[1])) / 45) % 8]


def summary(
    inputs: Inputs, parameters: CentreParameters, found: list[Centre], whole: Centre
) -> list[Message]:
    """Return how places spread around their centre, and how that differs or changed."""
    said = [_too_few()] if whole.few else [_spread(whole), _median(whole)]
    if parameters.weight is not None:
        weight = title_of(inputs, parameters.weight)
        said.insert(0, tr("Places count by “{weight}”.", weight=weight))
    if parameters.by is not None:
        said += _groups(title_of(inputs, parameters.by), found)
    elif parameters.time is not None and len(found) > 1:
        said.append(_moved(found))
    return said


def _too_few() -> Message:
    return tr("Fewer than three places count: they have a centre, but no spread is told.")


def _spread(whole: Centre) -> Message:
    ellipse = whole.ellipse
    common = {"n": len(whole.rows), "distance": figure(whole.standard_distance)}
    if np.isnan(ellipse.rotation) or ellipse.major < LONG * ellipse.minor:
        return tr(
            "{n:,} places spread {distance} m around their mean centre (standard distance), in no "
            "direction much more than in another.",
            **common,
        )
    return tr(
        "{n:,} places spread {distance} m around their mean centre (standard distance), most of "
        "all from {axis}: {major} m against {minor} m across.",
        axis=AXES[round(ellipse.rotation / 45) % 4],
        major=figure(ellipse.major),
        minor=figure(ellipse.minor),
        **common,
    )


def _median(whole: Centre) -> Message:
    way = whole.median - whole.mean
    if np.hypot(*way) < SAME:
        return tr("The median centre, which far places pull less, is at the same place.")
    return tr(
        "The median centre, which far places pull less, is {distance} m to the {direction} of it.",
        distance=figure(float(np.hypot(*way))),
        direction=direction(way),
    )


def _groups(title: Message, found: list[Centre]) -> list[Message]:
    """Return which groups spread most and least; over time, in the latest period of each."""
    latest = {one.key["group"]: one for one in found if not one.few}
    if len(latest) < 2:
        return []
    ranked = sorted(latest, key=lambda group: latest[group].standard_distance)
    if not latest[ranked[-1]].standard_distance:
        return []
    return [
        tr(
            "Of {count:,} groups of “{by}”, “{most}” spreads most ({wide} m) and “{least}” least "
            "({narrow} m).",
            count=len(latest),
            by=title,
            most=ranked[-1],
            wide=figure(latest[ranked[-1]].standard_distance),
            least=ranked[0],
            narrow=figure(latest[ranked[0]].standard_distance),
        )
    ]


def _moved(found: list[Centre]) -> Message:
    way = found[-1].mean - found[0].mean
    steps = [np.hypot(*(after.mean - before.mean)) for before, after in pairwise(found)]
    return tr(
        "From {first} to {last} the mean centre moved {moved} m to the {direction}, by {step} m "
        "from one period to the next on average; whether that is more than chance is not tested.",
        first=str(found[0].key["period"]),
        last=str(found[-1].key["period"]),
        moved=figure(float(np.hypot(*way))),
        direction=direction(way),
        step=figure(float(np.mean(steps))),
    )


def warnings_of(parameters: CentreParameters, found: list[Centre]) -> list[Message]:
    """Return what is thin: groups and periods of a few places, periods without any."""
    said = []
    if few := sum(one.few for one in found):
        said.append(
            tr_n(
                "{count:,} centre rests on fewer than three places; it has no ellipse.",
                "{count:,} centres rest on fewer than three places; they have no ellipse.",
                few,
            )
        )
    if parameters.time is not None and (empty := _empty_periods(found)):
        said.append(
            tr_n(
                "In {count:,} period between the first and the last nothing happened; the path "
                "leads over it.",
                "In {count:,} periods between the first and the last nothing happened; the path "
                "leads over them.",
                empty,
            )
        )
    return said


def _empty_periods(found: list[Centre]) -> int:
    """Return how many periods between the first and the last have no centre in any group."""
    numbers = {one.key["period"].ordinal for one in found}
    return max(numbers) - min(numbers) + 1 - len(numbers)


def method(parameters: CentreParameters) -> Method:
    """Return how centres and ellipses were found."""
    notes = [
        tr(
            "The axes are the standard deviations along the eigenvectors of the covariance, over n "
            "(over the sum of the weights); CrimeStat divides by n − 2."
        ),
        tr(
            "The ellipse is drawn with {size} · √2 times the axes, as ArcGIS does; one such holds "
            "about 63 % of a bivariate normal spread.",
            size=parameters.deviations,
        ),
        tr("Rotation and direction are in degrees clockwise from north."),
    ]
    if parameters.time is not None:
        notes.append(tr("Weeks begin on Monday; times with a zone are taken in UTC."))
    name = tr("Mean and median centre, standard distance, standard deviational ellipse")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def chart() -> Chart:
    """Return the chart of the spread over time."""
    return Chart(
        kind="lines",
        title=tr("Spread around the mean centre over time").both(),
        x="start",
        x_title=tr("beginning of the period").both(),
        y_title=tr("m").both(),
        series=(
            Series(column="standard_distance", title=tr("standard distance").both()),
            Series(column="moved", title=tr("move of the mean centre").both()),
        ),
        table="periods",
    )
