"""Which tables an answer rests on: those whose rows are shown or counted, and those between."""

from collections.abc import Iterator, Mapping
from typing import Any

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.expressions import find_table
from gridloom_analytics.measures import find_way, parse_measure
from gridloom_analytics.settings import MAIN, Asked, asked_of, read_settings
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import Reading

TABLE = "table"
"""The parameter that names the table whose rows an analysis counts; conditions without a layer are
on it."""


def tables_of_measure(store: Reading, text: str, level: str) -> tuple[str, ...]:
    """Return the level, the tables that a measure counts, and those over which they are joined.

    Each is named once; ``text`` is the measure as it is written. Raise ``BadInput`` where it
    cannot be asked any more.
    """
    found = [level]
    for term in parse_measure(text, store).terms:
        found += [term.subject, *(step.end for step in find_way(store, term.subject, level).steps)]
    return tuple(dict.fromkeys(found))


def tables_of_result(
    store: Reading, analysis: str, layer: str, settings: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the layer of a result and all further tables that its parameters rest on.

    What cannot be read any more, such as a measure that was removed, names none.
    """
    return tuple(dict.fromkeys((layer, *_further(store, analysis, layer, settings))))


def _further(
    store: Reading, analysis: str, layer: str, settings: Mapping[str, Any]
) -> Iterator[str]:
    for name, asked in _asked(analysis, settings).items():
        table = layer if name == MAIN else asked.named
        if table is not None and table in store.tables:
            yield table
            for column in asked.columns:
                yield from _of_column(store, table, column)
    if (counted := settings.get(TABLE)) is not None:
        yield from _counted(store, str(counted), layer)


def _asked(analysis: str, settings: Mapping[str, Any]) -> dict[str, Asked]:
    """Return what the parameters ask of each layer; nothing where another version wrote them."""
    known = catalogue().get(analysis)
    try:
        return {} if known is None else asked_of(read_settings(known, settings))
    except BadInput:
        return {}


def _of_column(store: Reading, table: str, column: str) -> tuple[str, ...]:
    """Return what a column rests on that is a measure; nothing for a field."""
    if store.table(table).field(column) is not None:
        return ()
    kept = store.measures.get(column)
    try:
        return tables_of_measure(store, column if kept is None else kept.text, table)
    except BadInput:
        return ()


def _counted(store: Reading, name: str, level: str) -> tuple[str, ...]:
    try:
        table = find_table(store, name).name
        return (table, *(step.end for step in find_way(store, table, level).steps))
    except BadInput:
        return ()
