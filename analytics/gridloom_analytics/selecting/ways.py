"""How a selection in one table carries over to another: over what links them."""

from itertools import pairwise

import numpy as np

from gridloom_analytics.measures.remembering import Remembered
from gridloom_analytics.queries.linked.linked import ROOM
from gridloom_analytics.queries.linked.references import references
from gridloom_analytics.queries.linked.walking import Walk
from gridloom_analytics.queries.linked.ways import Map, Way
from gridloom_analytics.selecting.conditions import Keys
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import Reading


def carried(store: Reading, selected: str, other: str) -> str | None:
    """Return the way on which rows selected in one table lead to rows of another, as text.

    It is the nearest that speaks of the rows themselves: who lives or works in a building, the
    areas around it, what lies in an area; not what else is in the same area. None where there is
    no such way; of a table to itself its name.
    """
    if selected == other:
        return selected
    ways = _ways(store, selected)
    return next((text for text, way in ways.items()
                 if way[-1].end == other and not _by_vicinity(store, way)), None)  # fmt: skip


def rows_linked(
    store: Reading, selected: str, keys: Keys, other: str, named: str | None = None
) -> Keys:
    """Return the rows of ``other`` at the end of a way (None: that of :func:`carried`) from rows.

    ``keys`` are those of the rows of ``selected``. Raise ``BadInput`` where there is no such way.
    """
    walk = Walk(store, selected, keys)
    if named == household(selected) and other == selected:
        return np.sort(walk.sharing(ROOM))
    text = carried(store, selected, other) if named is None else named
    if text == selected and other == selected:
        return keys
    way = _ways(store, selected).get(text or "", ())
    if not way or way[-1].end != other:
        raise _not_linked(store, selected, other)
    return np.unique(walk.end(way))


def way_renamed(store: Reading, table: str, way: str, old: str, new: str) -> str:
    """Return a way from ``table`` as it is told since a table is called ``new``, not ``old``.

    What is no way stays as it is.
    """
    called = {new: old}
    if way == household(called.get(table, table)):
        return household(table)
    city, ways = _map(store), _ways(store, table)
    return next((text for text, steps in ways.items() if city.described(steps, called) == way), way)


def household(table: str) -> str:
    """Return the way from a person to those who live in the same room."""
    return f"{table} = {table} ({ROOM})"


def _map(store: Reading) -> Map:
    return Map.of({name: each.role for name, each in store.tables.items()}, references(store))


def _described_ways(store: Reading, table: str) -> dict[str, Way]:
    city = _map(store)
    return {city.described(way): way for way in city.ways(table)}


_ways = Remembered(_described_ways)


def _by_vicinity(store: Reading, way: Way) -> bool:
    """Whether a way goes up to an area and down again: to whatever is there too."""
    return any(
        up.forwards and not down.forwards and store.table(up.end).role in LEVELS
        for up, down in pairwise(way)
    )


def _not_linked(store: Reading, selected: str, other: str) -> BadInput:
    reached = dict.fromkeys(way[-1].end for way in _ways(store, selected).values())
    return BadInput(
        "not-linked",
        tr("Nothing links the rows of “{table}” to those of “{other}”.",
           table=selected, other=other),
        Where(layer=selected),
        tr("Linked to it are: {names}.", names=listed(reached)),
    )  # fmt: skip
