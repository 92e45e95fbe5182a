"""Which layers a document has: at first, with an answer, after the data changed."""

from collections.abc import Iterable

from gridloom_desktop.window.model.answering import Answer
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.looks import GROUND, Look, look_of
from gridloom_desktop.window.model.opening import finest_level
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.model.variables import is_there
from gridloom_layers.workspace import FolderStore, Store, TableInfo

MOST_POINTS = 2_000_000
"""A layer of more points is not shown until someone asks for it: it would hide the city."""


def first_document(store: Store) -> Document:
    """Return a document of all layers of a workspace, those that are large lie lowest."""
    tables = [table for table in store.tables.values() if table.geometry is not None]
    tables.sort(key=lambda table: _look(store, table.name).height)
    return Document(layers=tuple(_view(table) for table in tables))


def _view(table: TableInfo) -> LayerView:
    shown = table.geometry != "point" or table.rows <= MOST_POINTS
    return LayerView(name=table.name, table=table.name, visible=shown)


def _look(store: Store, table: str) -> Look:
    return look_of(store.table(table).role, finest=finest_level(store.tables.values()))


def with_answer(document: Document, store: Store, answer: Answer, table: str) -> Document:
    """Return the document with a result on top of what it rests on.

    Earlier answers and what would lie over or under it are switched off, so that the layers
    that are switched on are those that can be seen. Further shapes of earlier answers go; they
    come again with these.
    """
    kept = (view for view in document.layers if view.is_of_rows)
    quiet = (
        view.model_copy(update={"visible": False}) if _is_covered(store, view) else view
        for view in kept
        if view.result != answer.name
    )
    document = document.with_layers(quiet)
    for layer in answer.layers:
        view = LayerView(
            name=document.free_name(layer.name), table=table, result=answer.name, part=layer.name,
            visible=layer.visible,
        )  # fmt: skip
        document = _put(document, store, view, layer.look.height)
    return document


def _is_covered(store: Store, view: LayerView) -> bool:
    look = _look(store, view.table)
    fills = look.filled or view.colouring is not None
    return view.result is not None or (fills and look.height > GROUND.height)


def _put(document: Document, store: Store, view: LayerView, height: int) -> Document:
    """Put a layer above all others of its height, and under those that are drawn above it."""
    heights = [_look(store, one.table).height for one in document.layers if one.result is None]
    views = [one for one in document.layers if one.result is None]
    above = next((one for one, at in zip(views, heights, strict=True) if at > height), None)
    place = document.layers.index(above) if above else len(document.layers)
    return document.with_layers((*document.layers[:place], view, *document.layers[place:]))


def topmost_result(document: Document) -> str | None:
    """Return the name of the topmost result that is visible."""
    view = topmost_result_view(document)
    return None if view is None else view.result


def topmost_result_view(document: Document) -> LayerView | None:
    """Return the topmost layer that shows a result, of those that are visible."""
    shown = [view for view in document.layers if view.visible and view.result]
    return shown[-1] if shown else None


def adjusted(document: Document, store: FolderStore) -> Document:
    """Return the document after the data changed: without layers that are gone, with new ones."""
    there = [_as_it_can_be(store, view) for view in document.layers if _is_there(store, view)]
    known = {*document.left_out, *(view.table for view in document.layers)}
    new = [t for t in store.tables.values() if t.geometry is not None and t.name not in known]
    document = document.with_layers(there)
    if document.picked is not None and document.picked.table not in store.tables:
        document = document.model_copy(update={"picked": None})
    for table in new:
        view = _view(table).model_copy(update={"name": document.free_name(table.name)})
        document = _put(document, store, view, _look(store, table.name).height)
    if document.time is not None and not _has_time(document.time, store):
        document = document.model_copy(update={"time": None})
    return document


def _has_time(time: TimeView, store: Store) -> bool:
    table = store.tables.get(time.table)
    if table is None or table.geometry is None:
        return False
    return time.result in store.results if time.result else time.field in table.field_names


def _is_there(store: Store, view: LayerView) -> bool:
    table = store.tables.get(view.table)
    there = table is not None and table.geometry is not None
    return there and (view.result is None or view.result in store.results)


def _as_it_can_be(store: FolderStore, view: LayerView) -> LayerView:
    """Return a layer without what it was shown by and is no longer in the workspace."""
    symbols, colouring = view.symbols, _as_it_can_colour(store, view.table, view.colouring)
    if colouring != view.colouring:
        changes = {"colouring": colouring, "hidden": (), "painted": ()}
        view = view.model_copy(update=changes)
    if not all(is_there(store, view.table, one) for one in symbols.variables):
        symbols = symbols.model_copy(update={"heat": None, "sizing": None})
    return view.model_copy(update={"symbols": symbols})


def _as_it_can_colour(
    store: FolderStore, table: str, colouring: Colouring | None
) -> Colouring | None:
    if colouring is None or not is_there(store, table, colouring):
        return None
    second = colouring.crossed_with
    if second is None or is_there(store, table, second):
        return colouring
    return colouring.model_copy(update={"crossed_with": None})


def by_table(views: Iterable[LayerView]) -> dict[str, LayerView]:
    """Return the lowest view of each table that shows no result."""
    found: dict[str, LayerView] = {}
    for view in views:
        if view.result is None:
            found.setdefault(view.table, view)
    return found
