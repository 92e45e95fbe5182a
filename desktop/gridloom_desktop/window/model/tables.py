"""The tables of a result, as they may be seen."""

import pandas as pd

from gridloom_analytics.result import Result
from gridloom_desktop.window.model.output_titles import FIGURES, VALUES
from gridloom_layers.workspace import ROW_KEY, Store

NAMING = ("code", "name")
"""Columns that tell which place a row is."""


def tables_of(store: Store, shown: Result) -> dict[str, pd.DataFrame]:
    """Return the values with what their rows are called, and all further tables and shapes."""
    tables = {VALUES: _named(store, shown), **shown.tables}
    for name, frame in shown.shapes.items():
        tables[name] = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    if shown.scalars:
        figures = pd.Series(list(shown.scalars.values()), dtype=object)
        tables[FIGURES] = pd.DataFrame({"name": list(shown.scalars), "value": figures})
    return tables


def _named(store: Store, shown: Result) -> pd.DataFrame:
    """Return the primary output beside the code and the name of each place, if not personal."""
    table = store.tables.get(shown.layer)
    if table is None:
        return shown.primary
    plain = [one.name for one in table.fields if one.personal == "no" and one.name in NAMING]
    known = [name for name in plain if name not in shown.primary]
    if not known:
        return shown.primary
    rows = store.attributes(table.name, known).to_pandas().set_index(ROW_KEY)
    return rows.reindex(shown.primary.index).join(shown.primary)
