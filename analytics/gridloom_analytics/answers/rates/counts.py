"""The cases and the people that rates are made of, or a sentence why none can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.rates import RateParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sites import (
    FEW,
    FEWEST,
    NULLABLE,
    amounts,
    placeless,
    valueless,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Counts:
    """The rows of a layer that have a rate: ``rows`` says which (shape n layer).

    ``cases`` (≥ 0), ``population`` (> 0) and ``layer`` speak of these rows only, in their order.
    """

    rows: Flags
    cases: Floats
    population: Floats
    layer: gpd.GeoDataFrame
    warnings: tuple[Message, ...]

    def place(self, columns: Mapping[str, Any], kept: Flags, index: pd.Index) -> pd.DataFrame:
        """Return columns of the ``kept`` sites on the index of the whole layer, null elsewhere."""
        own = pd.DataFrame(columns, index=index[self.rows][kept])
        types = {name: kind for name, kind in NULLABLE.items() if name in own}
        return own.astype(types).reindex(index)


def counts(inputs: Inputs, parameters: RateParameters) -> Counts:
    """Return the rows with cases, people and a place; say what is left out.

    Raises ``BadInput`` for counts below 0, no case or nobody anywhere, and under three rows.
    """
    cases = amounts(inputs, parameters.cases)
    population = amounts(inputs, parameters.population)
    placed = has_place(inputs.layer.geometry.to_numpy())
    known = ~np.isnan(cases) & ~np.isnan(population)
    empty = known & (population == 0)
    rows = known & ~empty & placed
    where = Where(layer=inputs.name, column=parameters.population)
    if not rows.any():
        raise BadInput(
            "no-population",
            tr("No row has cases, people and a place: there is no rate."),
            where,
            tr("Choose a column with the number of people, greater than 0."),
        )
    _refuse_nothing(inputs, parameters, cases[rows])
    warnings = (
        *_left_out(known, placed, empty, cases),
        *_more_cases_than_people(cases[rows], population[rows]),
        *_few(int(rows.sum())),
    )
    return Counts(rows, cases[rows], population[rows], inputs.layer.loc[rows], warnings)


def counted_by_age(inputs: Inputs, columns: Sequence[str], rows: Flags) -> Floats:
    """Return columns of counts side by side, for the given rows of the layer only."""
    return np.column_stack([amounts(inputs, column)[rows] for column in columns])


def _refuse_nothing(inputs: Inputs, parameters: RateParameters, cases: Floats) -> None:
    where = Where(layer=inputs.name, column=parameters.cases)
    if not cases.any():
        raise BadInput(
            "no-cases",
            tr("There is no case in any row of “{column}”.", column=parameters.cases),
            where,
            tr("Choose another column, or a longer period."),
        )
    if len(cases) < FEWEST:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count:,} row has cases, people and a place.",
                "Only {count:,} rows have cases, people and a place.",
                len(cases),
            ),
            where,
            tr("At least {least} are needed.", least=FEWEST),
        )


def _left_out(known: Flags, placed: Flags, empty: Flags, cases: Floats) -> list[Message]:
    nowhere = known & ~placed & ~empty
    found = [*valueless(int((~known).sum())), *placeless(int(nowhere.sum()))]
    if deserted := int((empty & (cases == 0)).sum()):
        found.append(
            tr_n(
                "{count:,} place where nobody lives has no rate.",
                "{count:,} places where nobody lives have no rate.",
                deserted,
            )
        )
    return [*found, *_cases_without_people(int((empty & (cases > 0)).sum()))]


def _cases_without_people(count: int) -> list[Message]:
    """Say where no people are; how many cases it is would tell of few persons."""
    if not count:
        return []
    return [
        tr_n(
            "{count:,} place has cases but no people, so no rate: its cases count nowhere. Are "
            "they counted where they happened, or is the population out of date?",
            "{count:,} places have cases but no people, so no rate: their cases count nowhere. Are "
            "they counted where they happened, or is the population out of date?",
            count,
        )
    ]


def _more_cases_than_people(cases: Floats, population: Floats) -> list[Message]:
    if not (more := int((cases > population).sum())):
        return []
    return [
        tr_n(
            "{count:,} place has more cases than people: these are events, not sick or affected "
            "persons, or its population is too low.",
            "{count:,} places have more cases than people: these are events, not sick or affected "
            "persons, or the populations are too low.",
            more,
        )
    ]


def _few(count: int) -> list[Message]:
    if count >= FEW:
        return []
    return [tr("With only {count} places the p-values are rough.", count=count)]
