"""Running an analysis and laying its answer over the map."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gridloom_analytics.result import Result
from gridloom_desktop.window.model.looks import RESULT, RESULT_POINTS
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

VALUE = "value"
"""The column of every result that holds what was asked about."""


def answer(
    store: FolderStore, analysis: str, settings: Mapping[str, Any], layer: str, progress: Progress
) -> tuple[str, Result]:
    """Run an analysis of a layer, keep its result under a free name, return name and result."""
    # Late: it loads the kernels, which a window does without until someone asks.
    from gridloom_analytics.running import keep, run

    result = run(store, analysis, dict(settings), layer=layer, progress=progress)
    name = free_name(store, f"{analysis}-{layer}")
    keep(store, name, result)
    return name, result


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
    from gridloom_desktop.publishing.export import cleared  # late: see answer

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
    if style.column in result.guarded:
        layer = replace(
            layer, withheld=np.isin(base.row_keys, shown.primary.index[withheld].to_numpy())
        )
    if VALUE in rows:
        layer = replace(layer, values=rows[VALUE].to_numpy(float, na_value=np.nan))
    drawn = rows[style.column]
    graded = style.kind == "graduated"
    return layer.styled(
        style, drawn.to_numpy(float, na_value=np.nan) if graded else drawn.to_numpy(object)
    )


def kept_answers(store: FolderStore, layers: list[MapLayer]) -> list[tuple[Result, MapLayer]]:
    """Return the results that a workspace keeps and a map can show, released, the newest last."""
    if not store.results:
        return []
    from gridloom_analytics.keeping import kept  # late: see answer
    from gridloom_desktop.publishing.export import release_answer

    by_table = {layer.table: layer for layer in layers}
    found = []
    for entry in sorted(store.results.values(), key=lambda one: one.generation):
        result = kept(store, entry.name)
        base = by_table.get(result.layer)
        layer = base and result_layer(base, entry.name, result)
        if layer:
            found.append((release_answer(result), layer))
    return found
