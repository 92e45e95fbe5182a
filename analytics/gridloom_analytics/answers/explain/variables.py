"""The value and the columns it is compared with, or a sentence why they cannot be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.explain import ExplainParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.answers.sites import FEW, Sites, numbers
from gridloom_analytics.statistics.regression.ordinary import dependent_columns
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place
from gridloom_layers.language import Message, listed, tr, tr_n

Floats = npt.NDArray[np.float64]

SPARE = 5
"""Rows that a fit needs beyond its coefficients."""
LEAST_RANGE = 1e-60
"""Values that differ by less have no squares that a computer can tell from 0."""
EACH = 10
"""Rows for each column under which a fit is likely to be luck (a rule of thumb)."""


@dataclass(frozen=True)
class Variables:
    """The rows that have all values and a place.

    ``sites.values`` (n,) is the value, ``x`` (n, k) what it is compared with, by ``names``;
    ``titles`` are the value's and theirs. ``points`` (n, 2) are in metres.
    """

    sites: Sites
    x: Floats
    names: tuple[str, ...]
    titles: tuple[Message, ...]
    points: Floats
    warnings: tuple[Message, ...]

    @property
    def y(self) -> Floats:
        """The value."""
        return self.sites.values


def variables(inputs: Inputs, parameters: ExplainParameters) -> Variables:
    """Return the complete rows; say how many are left out and what speaks against comparing."""
    _refuse_repeated(inputs, parameters)
    y = numbers(inputs, parameters.value)
    x = np.column_stack([numbers(inputs, name) for name in parameters.by])
    rows = ~np.isnan(y) & ~np.isnan(x).any(axis=1) & has_place(inputs.layer.geometry.to_numpy())
    _refuse_few(inputs, parameters, int(rows.sum()))
    _refuse_constant(inputs, (parameters.value, *parameters.by), np.c_[y, x][rows])
    _refuse_dependent(inputs, parameters, x[rows])
    sites = Sites(rows, inputs.layer.loc[rows], (), y[rows])
    return Variables(
        sites,
        x[rows],
        parameters.by,
        tuple(title_of(inputs, name) for name in (parameters.value, *parameters.by)),
        metres(inputs, sites.shapes),
        (*_left_out(rows), *_few(rows, x.shape[1]), *_both_counts(inputs, parameters)),
    )


def _refuse_repeated(inputs: Inputs, parameters: ExplainParameters) -> None:
    named = (parameters.value, *parameters.by)
    if len(set(named)) < len(named):
        raise BadInput(
            "repeated-column",
            tr("A column is named twice: {columns}.", columns=listed(named)),
            Where(layer=inputs.name, column="by"),
            tr("Name each column once, and not the value itself."),
        )


def _refuse_few(inputs: Inputs, parameters: ExplainParameters, count: int) -> None:
    least = len(parameters.by) + 1 + SPARE
    if count < least:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count:,} row has all values and a place.",
                "Only {count:,} rows have all values and a place.",
                count,
            ),
            Where(layer=inputs.name, column=parameters.value),
            tr("At least {least} are needed; take a finer layer, or fewer columns.", least=least),
        )


def _refuse_constant(inputs: Inputs, names: tuple[str, ...], values: Floats) -> None:
    for name, column in zip(names, values.T, strict=True):
        if np.ptp(column) == 0:
            raise BadInput(
                "constant-values",
                tr("All rows compared have the same value in “{column}”.", column=name),
                Where(layer=inputs.name, column=name),
                tr("Choose a column whose values differ."),
            )
        if np.ptp(column) < LEAST_RANGE:
            raise BadInput(
                "too-small",
                tr("The values of “{column}” differ too little to compute with.", column=name),
                Where(layer=inputs.name, column=name),
                tr("Give them in another unit."),
            )


def _refuse_dependent(inputs: Inputs, parameters: ExplainParameters, x: Floats) -> None:
    if dependent := dependent_columns(x):
        named = [parameters.by[column] for column in dependent]
        raise BadInput(
            "dependent-columns",
            tr("What “{columns}” says, the columns before say already.", columns=listed(named)),
            Where(layer=inputs.name, column=named[0]),
            tr("Leave it out: shares that add up to 100 % need one fewer, for example."),
        )


def _left_out(rows: npt.NDArray[np.bool_]) -> list[Message]:
    if rows.all():
        return []
    return [
        tr_n(
            "{count:,} row without a value in some column, or a place, is left out.",
            "{count:,} rows without a value in some column, or a place, are left out.",
            int((~rows).sum()),
        )
    ]


def _few(rows: npt.NDArray[np.bool_], columns: int) -> list[Message]:
    count = int(rows.sum())
    if count < FEW:
        return [tr("With only {count} places the p-values are rough.", count=count)]
    if count < EACH * columns:
        return [
            tr(
                "{count:,} places are few for {columns} columns: a good fit may be luck.",
                count=count,
                columns=columns,
            )
        ]
    return []


def _both_counts(inputs: Inputs, parameters: ExplainParameters) -> list[Message]:
    if parameters.value not in inputs.counts:
        return []
    counted = [name for name in parameters.by if name in inputs.counts]
    if not counted:
        return []
    return [
        tr(
            "“{value}” and “{columns}” are plain counts: they rise together where many people or "
            "buildings are, whatever else links them. Compare shares, rates or densities.",
            value=title_of(inputs, parameters.value),
            columns=listed(title_of(inputs, name) for name in counted),
        )
    ]
