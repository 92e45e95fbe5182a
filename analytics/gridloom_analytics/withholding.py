"""The same answer of the areas that may be seen: what leaves where other areas are withheld."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analysis import AnalysisFunction, Inputs, Parameters
from gridloom_analytics.answers.sentences import classes_found
from gridloom_analytics.cartography.graduated import regraded
from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.result import Result
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

ASKED = ("value", "cases", "first", "observed")
"""The columns of results that hold what was asked about."""
MUCH = 0.25
"""Where more of the areas with figures are withheld, and so many have none, the others are not
taken for all."""
MANY = 100
"""With so many withheld counts, the class of another row tells of none of them: it is an interval
of a score whose mean and variance hang on them all."""
TESTED = ("bin", "finding", "category")
"""The columns that tell which kind of place a test found."""
Rows = npt.NDArray[np.bool_]


def with_visible(
    result: Result,
    function: AnalysisFunction,
    inputs: Inputs,
    parameters: Parameters,
    seed: int,
    progress: Progress,
) -> Result:
    """Return a result with the one of the rows that may be seen, where some may not.

    Shares, indices, scores and class breaks of all rows give a withheld value back to whoever
    knows the other ones. The same figures found without the withheld rows cannot: they are the
    same whatever stands there, and all that is told is that a count is under the threshold.
    There is none where the layer has no counts of persons of its own, or where a table of the
    inputs counts others than those of its rows. Where the rows that are left do not allow the
    analysis, only what it says of a row by itself is left.
    """
    if inputs.persons is None or result.persons is None or not _by_rows(inputs):
        return result
    index = result.primary.index
    shown = ~small_counts(result.persons.reindex(index), THRESHOLD)
    if shown.all() or not index.equals(inputs.layer.index):
        return result
    try:
        found = function(_only(inputs, shown), parameters, seed, progress)
    except BadInput as refusal:
        return replace(result, visible=_by_themselves(result, shown, refusal.message))
    if _says_nothing_of_all(found, int((~shown).sum())):
        why = tr("too many have 0 and too few more, as small counts are withheld.")
        return replace(result, visible=_by_themselves(result, shown, why))
    told = replace(
        found,
        primary=_placed(found.primary, index),
        warnings=(_of_the_others(int(shown.sum())).both(), *found.warnings),
    )
    return replace(result, visible=told)


def _of_the_others(count: int) -> Message:
    return tr_n(
        "All shares, totals, classes and scores are of the other area alone, not of all.",
        "All shares, totals, classes and scores are of the other {count:,} areas alone, not of "
        "all.",
        count,
    )


def _says_nothing_of_all(found: Result, withheld: int) -> bool:
    """Tell whether counts of 1 to 9 are missing between many of 0 and few larger ones.

    A mean would say then that there is hardly anything anywhere, and the few large counts would
    look like hot spots.
    """
    asked = next((name for name in ASKED if name in found.primary), None)
    if asked is None or not pd.api.types.is_numeric_dtype(found.primary[asked].dtype):
        return False
    values = found.primary[asked].dropna().to_numpy(dtype=float)
    none, some = int((values == 0).sum()), int((values != 0).sum())
    return not some or min(none / (none + some), withheld / (withheld + some)) > MUCH


def _only(inputs: Inputs, shown: Rows) -> Inputs:
    """Return the inputs with the rows that are ``shown``; they have no small counts left."""
    tables = {name: pd.DataFrame(table[shown]) for name, table in inputs.tables.items()}
    return replace(inputs, layer=inputs.layer[shown], persons=None, tables=tables)


def _by_rows(inputs: Inputs) -> bool:
    return all(table.index.equals(inputs.layer.index) for table in inputs.tables.values())


def _by_themselves(result: Result, shown: Rows, why: Message) -> Result:
    """Return the guarded columns that rest on nothing but their row, of the rows ``shown``.

    Where ``MANY`` rows are not, the kinds of places that a test found leave too.
    """
    own = set(result.guarded) - set(result.of_neighbours)
    kinds = result.style is not None and result.style.column in TESTED
    if result.style is not None and kinds and (~shown).sum() >= MANY:
        own.add(result.style.column)
    none = np.zeros(len(shown), dtype=bool)
    columns = {
        name: column.where(shown if name in own else none)
        for name, column in _nullable(result.primary).items()
    }
    style = result.style if result.style is not None and result.style.column in own else None
    style = style and regraded(style, columns[style.column])
    reason = tr(
        "This cannot be found from the areas that may be published alone: {why}", why=why
    ).both()
    found = None if style is None or not kinds else classes_found(style, columns[style.column])
    return replace(
        result,
        primary=pd.DataFrame(columns, index=result.primary.index),
        summary=found or reason,
        style=style,
        scalars=dict.fromkeys(result.scalars),
        tables={},
        shapes={},
        rasters={},
        charts={},
        warnings=() if found is None else (_kinds_of_all().both(), reason),
    )


def _kinds_of_all() -> Message:
    return tr(
        "The kinds of places on the map were found with all areas; scores and figures of all are "
        "withheld."
    )


def _placed(primary: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Return columns on the index of the whole layer."""
    return _nullable(primary).reindex(index)


def _nullable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return columns that can be null; whole numbers and truth values stay such."""
    kinds = {
        name: "Int64" if pd.api.types.is_integer_dtype(column.dtype) else "boolean"
        for name, column in frame.items()
        if pd.api.types.is_integer_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype)
    }
    return frame.astype(kinds)
