"""Running an analysis and laying its answer over the map."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gridloom_analytics.cartography import MISSING
from gridloom_desktop.window.model.looks import FOUND_SURFACE, RESULT, RESULT_POINTS
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, Hold, Link, Reading, TableInfo
from gridloom_layers.workspace.manifest import MeasureEntry
from gridloom_layers.workspace.reading import FolderReading

if TYPE_CHECKING:
    from gridloom_analytics.result import Result
    from gridloom_desktop.publishing.export.released import Panel
    from gridloom_desktop.window.model.tables import ToldTable


@dataclass(frozen=True)
class Answer:
    """A kept result: what of it may be seen, its map layers (the lowest first), charts, tables."""

    name: str
    result: Result
    layers: tuple[MapLayer, ...] = ()
    charts: tuple[Panel, ...] = ()
    tables: Sequence[ToldTable] = ()


VALUE = "value"
"""The column of every result that holds what was asked about."""


@dataclass(frozen=True)
class Snapshot:
    """A commit for another thread: its own reading, and a hold on its files."""

    reading: FolderReading
    hold: Hold


def snapshot(store: FolderStore, _: Progress) -> Snapshot:
    """Return the commit of now. On the store's thread: nothing is changed meanwhile."""
    return Snapshot(store.again(), store.hold())


@dataclass(frozen=True)
class Found:
    """What an analysis found, and what it rests on."""

    result: Result
    tables: dict[str, TableInfo]
    links: list[Link]
    measures: dict[str, MeasureEntry]

    def still_holds(self, store: FolderStore) -> bool:
        """Say whether the store has all that it rests on as it was."""
        return (
            all(store.tables.get(name) == table for name, table in self.tables.items())
            and _links_of(store, self.tables) == self.links
            and all(store.measures.get(name) == one for name, one in self.measures.items())
        )


def _links_of(store: Reading, tables: Collection[str]) -> list[Link]:
    return [link for link in store.links if link.left in tables]


def find(
    of: Snapshot,
    analysis: str,
    settings: Mapping[str, Any],
    layer: str,
    progress: Progress,
    seed: int = 0,
) -> Found:
    """Run an analysis of a layer, on any thread; the snapshot ends with it."""
    # Late: it loads the kernels, which a window does without until someone asks.
    from gridloom_analytics.running import run
    from gridloom_analytics.sources import tables_of_result

    store = of.reading
    try:
        result = run(store, analysis, dict(settings), layer, seed, progress)
        names = tables_of_result(store, analysis, layer, settings)
        tables = {name: store.table(name) for name in names}
        return Found(result, tables, _links_of(store, tables), dict(store.measures))
    finally:
        store.close()
        of.hold.release()


def keep_found(store: FolderStore, found: Found, progress: Progress) -> str:
    """Keep what was found under a free name; return it. On the store's thread.

    Raises ``BadInput`` where something that it rests on is another by now.
    """
    from gridloom_analytics.running import keep  # late: see find

    if not found.still_holds(store):
        raise BadInput(
            "changed-meanwhile",
            tr("What the analysis rests on was changed while it ran."),
            hint=tr("Run it again."),
        )
    result = found.result
    name = free_name(store, f"{result.analysis}-{result.layer}")
    keep(store, name, result, progress)
    return name


def free_name(store: FolderStore, wanted: str) -> str:
    """Return ``wanted``, with a number after it where the name is taken."""
    taken = {*store.tables, *store.measures, *store.results}
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def result_layer(base: MapLayer, name: str, result: Result) -> MapLayer | None:
    """Return the layer of an answer, on the shapes of its input; None where it has no style.

    It shows what may be seen: a window is looked at by others, and its texts can be copied.
    """
    from gridloom_desktop.publishing.export import cleared  # late: see find

    shown, withheld = cleared(result)
    style = shown.style
    if style is None or style.column not in shown.primary:
        return None
    rows = shown.primary.reindex(base.row_keys)
    look = replace(
        RESULT if base.shapes.kind == "area" else RESULT_POINTS,
        outline=base.look.outline and RESULT.outline,
        radius=base.look.radius,
    )
    layer = replace(base, name=name, title=style.title, look=look, result=name, visible=True)
    if VALUE in rows:
        layer = replace(layer, values=rows[VALUE].to_numpy(float, na_value=np.nan))
    layer = layer.styled(style, rows[style.column])
    few = np.isin(base.row_keys, shown.primary.index[withheld].to_numpy())
    return replace(layer, withheld=few & (layer.classes == MISSING))


def shown_answer(store: FolderStore, base: MapLayer | None, name: str, result: Result) -> Answer:
    """Return a result as it may be seen, with all that shows it; ``base`` is its input's layer."""
    from gridloom_desktop.publishing.export import (  # late: see find
        release_answer,
        release_panels,
    )
    from gridloom_desktop.window.model.further import further_layers
    from gridloom_desktop.window.model.tables import tables_of

    shown = release_answer(result)
    layers = _layers(base, name, result, further_layers(base, name, shown)) if base else ()
    return Answer(name, shown, layers, release_panels(result), tables_of(store, shown))


def _layers(
    base: MapLayer, name: str, result: Result, further: list[MapLayer]
) -> tuple[MapLayer, ...]:
    """Return the layers of an answer; its values are hidden where others show them better."""
    primary = result_layer(base, name, result)
    if primary is None:
        return tuple(further)
    covered = any(one.look == FOUND_SURFACE and one.visible for one in further)
    return (replace(primary, visible=not covered), *further)


def kept_answer(store: FolderStore, base: MapLayer, name: str) -> Answer:
    """Return a result that the workspace keeps under ``name``, as it may be seen."""
    from gridloom_analytics.keeping import kept  # late: see find

    return shown_answer(store, base, name, kept(store, name))


def kept_names(store: FolderStore) -> list[str]:
    """Return the names of the results that a workspace keeps, the newest first."""
    entries = sorted(store.results.values(), key=lambda one: one.generation, reverse=True)
    return [one.name for one in entries]
