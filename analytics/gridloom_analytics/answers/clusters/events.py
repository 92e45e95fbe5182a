"""The rows that take part: where each is, and when."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import Placed, placed
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr, tr_n

Floats = npt.NDArray[np.float64]

LEAST = 4
"""Fewer rows can form no cluster that is worth the name."""


@dataclass(frozen=True)
class Events:
    """Rows with a place; ``moments`` are days since 1970-01-01, NaN where not known.

    ``moments`` is None where no time is asked for.
    """

    site: Placed
    moments: Floats | None


def _time_column(inputs: Inputs, parameters: ClusterParameters) -> str | None:
    """Return the column of times; the usual one of events only where it is there and filled."""
    column, usual = parameters.time, "time" not in parameters.model_fields_set
    if usual and (
        column not in inputs.layer or bool(inputs.layer[[column]].isna().to_numpy().all())
    ):
        return None
    return column


def read_events(inputs: Inputs, parameters: ClusterParameters) -> Events:
    """Return the rows that can be grouped; for ST-DBSCAN they need a time too."""
    site = placed(inputs, LEAST)
    timed = parameters.method == "st-dbscan"
    column = _time_column(inputs, parameters)
    if column is None:
        if timed:
            raise BadInput(
                "missing-parameter",
                tr("ST-DBSCAN asks for a column of times."),
                Where(layer=inputs.name, column="time"),
                tr("Name the column that says when it happened, or use DBSCAN."),
            )
        return Events(site, None)
    moments = days(inputs, column)[site.rows]
    if not timed:
        return Events(site, moments)
    known = ~np.isnan(moments)
    if known.sum() < LEAST:
        raise BadInput(
            "too-few-rows",
            tr_n("Only {count:,} row has a place and a time.",
                 "Only {count:,} rows have a place and a time.", int(known.sum())),
            Where(layer=inputs.name, column=column),
            tr("At least {least} are needed.", least=LEAST),
        )  # fmt: skip
    timeless = int((~known).sum())
    said = tr_n(
        "{count:,} row without a time is left out.",
        "{count:,} rows without a time are left out.",
        timeless,
    )
    kept = site.only(known, said) if timeless else site
    return Events(kept, moments[known])
