"""Which parent each row of a layer belongs to: by a column, a link, or the start of its code."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.bilingual import Given
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.roles.aliases import fold_header

PARENT_OF_CODE = {
    15: ("community", 12), 14: ("community", 12), 12: ("street", 9), 9: ("district", 6),
}  # fmt: skip
"""By the length of a code of areas: the level of the parent, and how much of the code is its own.

A building's code (19) is not here: the division in it may be another than it stands in.
"""


@dataclass(frozen=True)
class Parents:
    """The parent of each row as a number from 0, −1 for none; ``who`` says what they are."""

    number: npt.NDArray[np.int64]
    who: Message


def parents_of(inputs: Inputs, layer: gpd.GeoDataFrame, column: str | None) -> Parents:
    """Return the parents of the rows of ``layer``, which is some or all of that of ``inputs``.

    Without a ``column``: by the link to the finest level there is, by the column with its code,
    else by the start of the rows' own codes. Raises ``BadInput`` where nothing tells.
    """
    if column is not None:
        return Parents(_named(inputs, layer, column), _same(title_of(inputs, column)))
    for level in reversed(LEVELS):
        for name in (f"{level}_key", f"{level}_code"):
            if name in layer and _groups(numbers := _numbers(pd.Series(layer[name]))):
                return Parents(numbers, _same(_level_title(level)))
    if (code := _area_code(layer)) is not None:
        level, length = PARENT_OF_CODE[len(code.iloc[0])]
        return Parents(_numbers(code.str[:length]), _same(_level_title(level)))
    raise BadInput(
        "no-parent",
        tr("Nothing tells which parent the rows of “{layer}” belong to.", layer=inputs.name),
        Where(layer=inputs.name, column="parent"),
        tr("Name the column that says the wider area, such as the code of the community."),
    )


def _named(inputs: Inputs, layer: gpd.GeoDataFrame, column: str) -> npt.NDArray[np.int64]:
    where = Where(layer=inputs.name, column=column)
    if column not in layer:
        columns = [str(name) for name in layer.columns if name != layer.geometry.name]
        raise BadInput(
            "unknown-column",
            tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
            where,
            tr("Its columns: {columns}.", columns=listed(columns)),
        )
    numbers = _numbers(pd.Series(layer[column]))
    if (numbers < 0).all():
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=column),
            where,
            tr("Choose another column, or fill this one."),
        )
    return numbers


def _numbers(parents: pd.Series) -> npt.NDArray[np.int64]:
    """Return a number for each parent, −1 where it is missing or blank."""
    texts = parents.astype("string").str.strip()
    return pd.factorize(texts.mask(texts == ""))[0].astype(np.int64)


def _groups(parents: npt.NDArray[np.int64]) -> bool:
    """Tell whether any two rows have the same parent; a code of the rows' own groups nothing."""
    known = parents[parents >= 0]
    return len(np.unique(known)) < len(known)


def _area_code(layer: gpd.GeoDataFrame) -> pd.Series | None:
    """Return the column with the codes of areas, all of one length that tells the parent."""
    fields = [role(level).field("code") for level in LEVELS]
    known = {
        fold_header(name) for one in fields if one is not None for name in (one.name, *one.aliases)
    }
    for column in layer.columns:
        code = pd.Series(layer[column])
        if fold_header(str(column)) not in known or bool(code.isna().any()):
            continue
        code = code.astype(str)
        lengths = code.str.len().unique()
        if len(lengths) == 1 and lengths[0] in PARENT_OF_CODE and bool(code.str.isdigit().all()):
            return code
    return None


def _level_title(level: str) -> Message:
    return Given.of(role(level).title)


def _same(what: Message) -> Message:
    return tr("Neighbours are all places with the same parent ({what}).", what=what)
