"""The columns of a kept result as charts show them: what of them may be seen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.charts.column import Column
from gridloom_desktop.window.model.charts.fields import Offered
from gridloom_desktop.window.model.charts.reading import Columns, aligned, column_of

if TYPE_CHECKING:
    import pandas as pd

    from gridloom_analytics.result import Result

FEW = 30
"""A column of whole numbers with so many different ones at most is one of categories too."""


class ResultColumns:
    """The columns of kept results, on the rows of their tables. Belongs on the store's thread."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._shown: dict[str, tuple[object, Any]] = {}

    def shown(self, name: str) -> "Result":
        """Return a kept result as it may be seen; read once."""
        # Late: both load pandas, which a window does without until someone asks.
        from gridloom_analytics.keeping import kept
        from gridloom_desktop.publishing.export import release_answer

        store = self._columns.store
        entry, found = store.results.get(name), self._shown.get(name)
        if found is None or found[0] != entry:
            self._shown[name] = found = entry, release_answer(kept(store, name))
        return found[1]

    def fields(self, name: str) -> list[Offered]:
        """Return the columns of a result that charts can show."""
        import pandas as pd  # late: see shown

        from gridloom_desktop.publishing.export.titles import column_titles

        result = self.shown(name)
        known = {result.style.column: result.style.title} if result.style else {}
        names = [str(one) for one in result.primary.columns]
        titles = column_titles(result.analysis, "layer", result.analysis, names, known)
        words = _words(result)
        return [
            Offered(
                one, titles[one], holds, _whole(series), result.units.get(one, ""), words=words[one]
            )
            for one in names
            for series in [pd.Series(result.primary[one])]
            for holds in _held(series, one in words and bool(words[one]))
        ]

    def column(self, table: str, name: str, field: Offered) -> Column:
        """Return a column of a result, on the rows of its table."""
        frame = self.shown(name).primary.sort_index()
        values = pa.chunked_array([pa.Array.from_pandas(frame[field.name])])
        keys, index = self._columns.rows(table).keys, frame.index.to_numpy(np.int64)
        return column_of(aligned(keys, index, values), field)


def _held(series: "pd.Series", classed: bool) -> tuple[Any, ...]:
    import pandas.api.types as kinds  # late: see ResultColumns.shown

    if kinds.is_bool_dtype(series.dtype):
        return ("category",)
    if kinds.is_numeric_dtype(series.dtype):
        return ("category",) if classed else ("number",)
    few = series.nunique() <= FEW
    return ("category",) if few else ()


def _whole(series: "pd.Series") -> bool:
    return series.dtype.kind in "iu"


def _words(result: "Result") -> Mapping[str, Mapping[str, Bilingual]]:
    """Return what words for a program mean, by column: as declared, or as the map's classes."""
    from gridloom_desktop.publishing.export.titles import declared  # late: see shown

    output = declared(result.analysis, "layer", result.analysis)
    style = result.style
    found: dict[str, dict[str, Bilingual]] = {str(one): {} for one in result.primary.columns}
    if style is not None and style.kind == "categorical" and style.column in found:
        found[style.column] = {str(one.value): one.label for one in style.classes}
    for name, words in (output.words if output else {}).items():
        if name in found:
            found[name] |= {str(word): told.both() for word, told in words.items()}
    return found
