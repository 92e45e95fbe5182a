"""Events that have both a place and a time."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import Placed, placed
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n


@dataclass(frozen=True)
class Happened:
    """Events with a place and a time: ``days`` since 1970-01-01, in the order of ``placed``."""

    placed: Placed
    days: npt.NDArray[np.float64]


def happened(inputs: Inputs, time: str, least: int) -> Happened:
    """Return the rows with a place and a time; say how many lack one.

    Raises ``BadInput`` where fewer than ``least`` have both.
    """
    moments = days(inputs, time)
    found = placed(inputs)
    known = ~np.isnan(moments[found.rows])
    if known.sum() < least:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count:,} event has a place and a time.",
                "Only {count:,} events have a place and a time.",
                int(known.sum()),
            ),
            Where(layer=inputs.name, column=time),
            tr("At least {least} are needed.", least=least),
        )
    found = replace(found, warnings=(*found.warnings, *_to_come(inputs, moments[found.rows])))
    if not (missing := int((~known).sum())):
        return Happened(found, moments[found.rows])
    said = tr_n(
        "{count:,} event without a time is left out.",
        "{count:,} events without a time are left out.",
        missing,
    )
    return Happened(found.only(known, said), moments[found.rows][known])


def _to_come(inputs: Inputs, moments: npt.NDArray[np.float64]) -> tuple[Message, ...]:
    """Return a sentence about events after the data date, which can be but wrongly dated."""
    if inputs.data_date is None:
        return ()
    last = (np.datetime64(inputs.data_date) - np.datetime64(0, "D")).astype(int)
    if not (later := int((np.floor(moments) > last).sum())):
        return ()
    return (
        tr_n(
            "{count:,} event is dated after the data date, {date}: is its year right?",
            "{count:,} events are dated after the data date, {date}: are their years right?",
            later,
            date=inputs.data_date.isoformat(),
        ),
    )
