"""Counts and rates of the areas of one layer, on the areas of another one."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.apportion import ANALYSIS, ApportionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.apportion.sharing import Sharing, share_out
from gridloom_analytics.answers.apportion.telling import method, summary, warnings_of
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.answers.sites import amounts, numbers
from gridloom_analytics.cartography import Style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.result import Result
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

LEAST = 1e-9
"""A source of which less than this share is unallocated is not told of."""


@dataclass(frozen=True)
class Values:
    """What is shared out: columns of the source, and what its rates are of (None: its land)."""

    counts: dict[str, Floats]
    rates: dict[str, Floats]
    of: Floats | None


def apportion(
    inputs: Inputs, parameters: ApportionParameters, seed: int, progress: Progress
) -> Result:
    """Return the values of the source on each area of the layer, under their own names.

    ``covered`` is the share of an area that sources cover: where it is 0, values are null. What
    lies in no area is told in the tables ``totals`` (of each count: total, allocated,
    unallocated) and ``unallocated`` (of each source that is not shared out whole), so that
    allocated and unallocated are the total.
    """
    source = inputs.layers["source"]
    values = _values(source, parameters)
    progress.report("overlay", 0, 0)
    sharing = share_out(inputs, source, inputs.layers.get("buildings"), parameters.building_weight)
    primary = _primary(inputs, values, sharing)
    persons = _persons(inputs, source, sharing)
    totals = _totals(values, sharing, exact=persons is None)
    return answered(
        ANALYSIS,
        replace(inputs, persons=persons, warnings=_told(inputs)),
        parameters,
        seed,
        primary=primary,
        method=method(source, parameters),
        summary=summary(inputs, source, parameters, sharing, totals),
        warnings=(*sharing.warnings, *warnings_of(source, values.counts | values.rates, sharing)),
        style=_style(source, primary),
        units=_units(source, values),
        scalars={
            "sources": len(source.layer),
            "targets": len(inputs.layer),
            "reached": int((sharing.covered > 0).sum()),
        },
        tables={
            "totals": totals,
            "unallocated": _unallocated(source, values, sharing, exact=persons is None),
        },
        guarded=(*values.counts, *values.rates, "allocated", "unallocated", "total"),
    )


def _values(source: Inputs, parameters: ApportionParameters) -> Values:
    """Return the columns that the parameters name; refuse what cannot be shared out."""
    names = (*parameters.counts, *parameters.rates)
    where = Where(layer=source.name, column="counts")
    if not names:
        raise BadInput(
            "missing-parameter",
            tr("No value is named that could be shared out."),
            where,
            tr("Name counts, rates, or both."),
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput(
            "named-twice",
            tr("“{column}” is named twice.", column=twice[0]),
            where,
            tr("A column is a count or a rate, not both."),
        )
    return Values(
        {name: amounts(source, name) for name in parameters.counts},
        {name: numbers(source, name) for name in parameters.rates},
        None if parameters.rate_weight is None else amounts(source, parameters.rate_weight),
    )


def _primary(inputs: Inputs, values: Values, sharing: Sharing) -> pd.DataFrame:
    shares, reached = sharing.shares, sharing.covered > 0
    columns = {name: shares.counts(one) for name, one in values.counts.items()}
    # Without a weight a rate is of the land, even where counts go to the buildings on it.
    means = sharing.land if values.of is None else shares
    of = sharing.sizes if values.of is None else values.of
    columns |= {name: means.rates(one, of) for name, one in values.rates.items()}
    columns = {name: np.where(reached, one, np.nan) for name, one in columns.items()}
    return pd.DataFrame({**columns, "covered": sharing.covered}, index=inputs.layer.index)


def _totals(values: Values, sharing: Sharing, *, exact: bool) -> pd.DataFrame:
    """Return of each count how much there is, and how much of it came to an area of the layer.

    Where counts could be of persons (not ``exact``), a few of them outside are not told: nor is
    the total, for less what is on the areas it would be those few.
    """
    rows = []
    for name, one in values.counts.items():
        lost = sharing.shares.lost(one)
        total, arrived = float(np.nansum(one)), float(sharing.shares.counts(one).sum())
        if not exact and 0 < lost < THRESHOLD:
            total = arrived = lost = np.nan
        rows.append((name, total, arrived, lost))
    return pd.DataFrame(rows, columns=["value", "total", "allocated", "unallocated"])


def _unallocated(source: Inputs, values: Values, sharing: Sharing, *, exact: bool) -> pd.DataFrame:
    """Return the sources that are not shared out whole: which share, and how much of each count.

    ``exact`` is false where counts could be of a few persons: then only the share is told.
    """
    outside = sharing.shares.outside
    rows = np.flatnonzero(outside > LEAST)
    found = {"source": source.layer.index.to_numpy()[rows], "share": outside[rows]}
    if exact:
        found |= {name: (outside * one)[rows] for name, one in values.counts.items()}
    return pd.DataFrame(found)


def _persons(inputs: Inputs, source: Inputs, sharing: Sharing) -> pd.DataFrame | None:
    """Return the counts of persons that the values of each area rest on, shared out like them."""
    columns = dict(sharing.built)
    if source.persons is not None:
        counted = source.persons.reindex(source.layer.index)
        for name, counts in counted.items():
            columns[str(name)] = sharing.shares.counts(counts.to_numpy(dtype=float, na_value=0.0))
    return pd.DataFrame(columns, index=inputs.layer.index) if columns else None


def _told(inputs: Inputs):
    """Return what preparing all the layers said."""
    further = [one for layer in inputs.layers.values() for one in layer.warnings]
    return (*inputs.warnings, *further)


def _style(source: Inputs, primary: pd.DataFrame) -> Style:
    column = str(primary.columns[0])
    return graduated(
        primary[column].to_numpy(dtype=float),
        column=column,
        title=title_of(source, column).both(),
        unit=dict(source.units).get(column, ""),
        method="jenks",
    )


def _units(source: Inputs, values: Values) -> dict[str, str]:
    known = dict(source.units)
    return {name: known.get(name, "") for name in (*values.counts, *values.rates)}
