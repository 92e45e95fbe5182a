"""What is selected, in terms of the table of a chart: carried over what links the tables."""

import numpy as np

from gridloom_analytics.selecting import Linked
from gridloom_analytics.selecting.rows import rows_of
from gridloom_analytics.selecting.ways import carried
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.session import Selected
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading

NONE = np.empty(0, dtype=np.int64)


def carried_keys(
    store: Reading, selected: Selected, table: str, progress: Progress
) -> Integers | None:
    """Return the rows of a table that are linked to what is selected in another one, ascending.

    None where nothing links the two. It reads the store: on its own thread.
    """
    if table not in store.tables or carried(store, selected.table, table) is None:
        return None
    linked = Linked(table=selected.table, condition=selected.condition)
    return rows_of(store, table, linked, progress)
