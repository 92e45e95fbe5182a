"""Kinds of places ("colours"): yes and no, categories, or a number split at a threshold."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import Sites, complete_sites, numbers, unknown_column
from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.disclosure import small_counts
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]

MOST = 12
"""More kinds than this have more pairs than anybody reads."""


@dataclass(frozen=True)
class Coloured:
    """Sites whose ``values`` are numbers of colours, and what each colour is called."""

    sites: Sites
    names: tuple[Bilingual, ...]

    @property
    def codes(self) -> npt.NDArray[np.int8]:
        """The colour of each site, from 0."""
        return self.sites.values.astype(np.int8)

    def called(self, codes: npt.NDArray[np.int8]) -> npt.NDArray[np.object_]:
        """Return the names of colours, in English as keys are."""
        return np.array([name["en"] for name in self.names], dtype=object)[codes]


def coloured_sites(inputs: Inputs, column: str, threshold: float | None) -> Coloured:
    """Return the rows with a colour and a place, the colours ascending.

    With a ``threshold`` the column holds numbers, and those from it on have the second colour.
    Without one it holds yes and no, texts, or a few whole numbers; each is a colour. Raises
    ``BadInput`` for other columns, for one colour only and for more than twelve. Rows that rest
    on a few persons have no colour: one threshold after the other would tell of how many.
    """
    inputs, hidden = _without_few_persons(inputs, column)
    codes, names = _split(inputs, column, threshold)
    if len(names) == 1:
        raise BadInput(
            "constant-values",
            tr(
                "All rows are of one kind, {name}, in “{column}”.",
                name=Given.of(names[0]),
                column=column,
            ),
            Where(layer=inputs.name, column=column),
            tr("Choose a column with two kinds or more, or another threshold."),
        )
    layer = inputs.layer.assign(**{column: codes})
    sites = complete_sites(replace(inputs, layer=layer), column)
    return Coloured(replace(sites, warnings=(*hidden, *sites.warnings)), tuple(names))


def _without_few_persons(inputs: Inputs, column: str) -> tuple[Inputs, list[Message]]:
    """Return the inputs with no value in ``column`` where it rests on a few persons."""
    if inputs.persons is None or column not in inputs.layer:
        return inputs, []
    few = small_counts(inputs.persons.reindex(inputs.layer.index))
    if not few.any():
        return inputs, []
    layer = inputs.layer.assign(**{column: pd.Series(inputs.layer[column]).mask(few)})
    return replace(inputs, layer=layer), [
        tr_n(
            "{count:,} place rests on a few persons and is taken as one without a value.",
            "{count:,} places rest on a few persons and are taken as ones without a value.",
            int(few.sum()),
        )
    ]


def marked_sites(inputs: Inputs, column: str, threshold: float | None) -> Coloured:
    """Return the rows that are marked (colour 1) or not (0), of a yes/no or 0/1 column or a split.

    Raises ``BadInput`` for any other column.
    """
    if column in inputs.layer and threshold is None:
        series = pd.Series(inputs.layer[column]).dropna()
        plain = is_bool_dtype(series) or (is_numeric_dtype(series) and series.isin([0, 1]).all())
        if not plain:
            raise _needs_threshold(
                inputs,
                column,
                tr("“{column}” does not hold yes and no, or 0 and 1.", column=column),
            )
    return coloured_sites(inputs, column, threshold)


def _split(inputs: Inputs, column: str, threshold: float | None) -> tuple[Floats, list[Bilingual]]:
    """Return the number of each row's colour, NaN where it has none, and the colours' names."""
    if threshold is not None:
        values, limit = numbers(inputs, column), figure(threshold)
        codes = np.where(np.isnan(values), np.nan, values >= threshold)
        return codes, _there(
            codes, tr("under {value}", value=limit), tr("{value} or more", value=limit)
        )
    if column not in inputs.layer:
        raise unknown_column(inputs, column)
    series = pd.Series(inputs.layer[column])
    if is_bool_dtype(series):
        codes = series.astype("boolean").astype("Float64").to_numpy(float, na_value=np.nan)
        return codes, _there(codes, tr("no"), tr("yes"))
    positions, distinct = pd.factorize(series, sort=True)
    _refuse_many(inputs, column, pd.Index(distinct))
    names = [_name(one) for one in distinct]
    return np.where(positions < 0, np.nan, positions), [{"zh": one, "en": one} for one in names]


def _there(codes: Floats, *names: Message) -> list[Bilingual]:
    """Return the names of both colours, or of the only one that occurs."""
    found = np.unique(codes[~np.isnan(codes)]).astype(int)
    kept = [names[found[0]]] if len(found) == 1 else names
    return [name.both() for name in kept]


def _refuse_many(inputs: Inputs, column: str, distinct: pd.Index) -> None:
    numeric = is_numeric_dtype(distinct)
    if len(distinct) > MOST or (numeric and (np.asarray(distinct) % 1 != 0).any()):
        reason = tr(
            "“{column}” has {count:,} different values; kinds are at most {most}.",
            column=column,
            count=len(distinct),
            most=MOST,
        )
        raise _needs_threshold(inputs, column, reason)


def _needs_threshold(inputs: Inputs, column: str, reason: Message) -> BadInput:
    return BadInput(
        "needs-threshold",
        reason,
        Where(layer=inputs.name, column=column),
        tr("Give a threshold that splits a column of numbers, or choose another column."),
    )


def _name(kind: object) -> str:
    return figure(float(kind)) if isinstance(kind, (int, float, np.number)) else str(kind)
