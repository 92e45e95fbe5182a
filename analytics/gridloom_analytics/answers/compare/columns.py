"""The two columns of a comparison, read and checked."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.compare import CompareParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import figure, title_of
from gridloom_analytics.answers.sites import numbers, unknown_column
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
THERE = " (2)"
"""What is put behind the names of columns of another layer, beside those of the first."""


@dataclass(frozen=True)
class Column:
    """Values (n,) of a column, what each is divided by (ones where by nothing), and its title."""

    values: Floats
    by: Floats
    title: Message
    divided: bool

    @property
    def rates(self) -> Floats:
        """The values divided, NaN where by 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.by > 0, self.values / self.by, np.nan)


def read_column(inputs: Inputs, name: str, per: str | None, times: float) -> Column:
    """Return a column with its denominator, called per ``times`` of it; refuse a negative one."""
    values, title = numbers(inputs, name), title_of(inputs, name)
    if per is None:
        return Column(values, np.ones(len(values)), title, divided=False)
    by = numbers(inputs, per)
    if np.nanmin(by, initial=0.0) < 0:
        raise BadInput(
            "negative-denominator",
            tr("The denominator “{column}” has negative values.", column=per),
            Where(layer=inputs.name, column=per),
            tr("Choose a column of counts or amounts."),
        )
    called = tr(
        "{value} per {times} {things}",
        value=title,
        times=figure(times),
        things=tr("of “{column}”", column=title_of(inputs, per)),
    )
    return Column(values, by, called, divided=True)


def read_both(inputs: Inputs, parameters: CompareParameters) -> tuple[Inputs, Column, Column]:
    """Return both columns on the rows of the layer, with the inputs they are shown with.

    Where the second is of another layer, its rows are put beside those with the same code, and
    the counts of persons that they rest on too.
    """
    times = parameters.times
    first = read_column(inputs, parameters.value, parameters.per, times)
    if parameters.other is not None:
        second = read_column(
            inputs, parameters.other, parameters.other_per or parameters.per, times
        )
        return inputs, first, second
    there, column, per = inputs.layers["city"], parameters.city_value, parameters.city_per
    places = _matched(inputs, there, parameters)
    found = read_column(there, column or parameters.value, per, times)
    beside = replace(found, values=_at(found.values, places), by=_at(found.by, places))
    return _with_persons(inputs, there, places), first, beside


def _matched(inputs: Inputs, there: Inputs, parameters: CompareParameters) -> npt.NDArray[np.int64]:
    """Return for each row of the layer the position of that with its code there, or −1."""
    own = _codes(inputs, parameters.code or "")
    others = _codes(there, parameters.city_code or parameters.code or "")
    places = pd.Index(others).get_indexer(pd.Index(own))
    places[own.isna().to_numpy()] = -1
    if (places < 0).all():
        raise BadInput(
            "no-match",
            tr("No code of “{a}” occurs in “{b}”.", a=inputs.name, b=there.name),
            Where(layer=there.name, column=parameters.city_code),
            tr("Choose columns that hold the same codes."),
        )
    return places.astype(np.int64)


def _codes(inputs: Inputs, column: str) -> pd.Series:
    """Return the codes of a layer as texts, each once."""
    if column not in inputs.layer:
        raise unknown_column(inputs, column)
    codes = pd.Series(inputs.layer[column]).astype("string")
    twice = codes[codes.notna() & codes.duplicated()].tolist()
    if twice:
        raise BadInput(
            "duplicate-code",
            tr("The code “{code}” occurs more than once in “{layer}”.",
               code=twice[0], layer=inputs.name),
            Where(layer=inputs.name, column=column),
            tr("Choose a column that names each area once."),
        )  # fmt: skip
    return codes


def _at(values: Floats, places: npt.NDArray[np.int64]) -> Floats:
    return np.where(places >= 0, values[places], np.nan)


def _with_persons(inputs: Inputs, there: Inputs, places: npt.NDArray[np.int64]) -> Inputs:
    if there.persons is None:
        return inputs
    beside = pd.DataFrame(
        {
            f"{name}{THERE}": _at(
                there.persons[name].to_numpy(dtype=float, na_value=np.nan), places
            )
            for name in there.persons
        },
        index=inputs.layer.index,
    )
    joined = beside if inputs.persons is None else inputs.persons.join(beside)
    return replace(inputs, persons=joined)


def are_counts(columns: tuple[Column, ...], kind: str, inputs: Inputs, name: str) -> bool:
    """Tell whether the columns count cases; refuse others where that was said of them."""
    if kind == "values":
        return False
    whole = all(_whole(column.values) for column in columns)
    if kind == "counts" and not whole:
        raise BadInput(
            "not-counts",
            tr("Not all values are whole numbers from 0 on, so they are no counts of cases."),
            Where(layer=inputs.name, column=name),
            tr("Leave “kind” out, or give kind=values."),
        )
    return whole


def _whole(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return bool((known >= 0).all() and (known == np.round(known)).all())


def left_out(count: int) -> list[Message]:
    """Say how many rows lack one of the two values."""
    if not count:
        return []
    return [
        tr_n(
            "{count:,} row without both values is left out.",
            "{count:,} rows without both values are left out.",
            count,
        )
    ]
