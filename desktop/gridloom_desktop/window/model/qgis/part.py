"""A part of a map for QGIS: what is to be seen at once, or one table, result or measure alone."""

from dataclasses import dataclass

from gridloom_analytics.expressions import find_table, parse_filter, refuse_identifying
from gridloom_analytics.selecting import Where
from gridloom_desktop.window.model.answering import kept_answer
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.qgis.shown import Shown, measure_view, views_of
from gridloom_desktop.window.model.scene import Scene
from gridloom_layers.errors import BadInput
from gridloom_layers.errors import Where as Place
from gridloom_layers.language import tr
from gridloom_layers.workspace import FolderStore


@dataclass(frozen=True)
class Part:
    """One of a ``table`` (of its rows those that ``where`` selects), a kept ``result``
    or ``measure``; without any what is visible, and what needs no new file."""

    table: str | None = None
    where: str | None = None
    result: str | None = None
    measure: str | None = None


def part_of(shown: Shown, part: Part, store: FolderStore, scene: Scene) -> Shown:
    """Return a part of what is shown.

    Raises ``BadInput`` where there is no such table, result or field, for a measure that cannot be
    read, and where a condition would pick out single persons.
    """
    if part.table is not None:
        return _alone(shown, (_of_table(shown, part.table, part.where, store),))
    if part.result is not None:
        return Shown(_none(shown).document, results=_of_result(part.result, store, scene))
    if part.measure is not None:
        return Shown(_none(shown).document, measures=(_of_measure(part.measure, store),))
    layers = (one for one in shown.document.layers if one.visible or _is_there(one, store))
    return Shown(shown.document.model_copy(update={"layers": tuple(layers)}))


def _alone(shown: Shown, views: tuple[LayerView, ...]) -> Shown:
    given = {"layers": views, "basemaps": (), "box": None, "time": None}
    return Shown(shown.document.model_copy(update=given))


def _none(shown: Shown) -> Shown:
    return _alone(shown, ())


def _is_there(view: LayerView, store: FolderStore) -> bool:
    return view.result is None and store.table(view.table).layer is not None


def _of_table(shown: Shown, asked: str, where: str | None, store: FolderStore) -> LayerView:
    """Return the view of a table as it is drawn, all its rows, or those of a condition."""
    table = find_table(store, asked)
    if table.geometry is None:
        raise BadInput(
            "no-geometry",
            tr("“{name}” has no geometry; it is a table.", name=table.name),
            Place(file=str(store.path), layer=table.name),
            tr("Name a layer, or join the table to one."),
        )
    if where is not None:
        refuse_identifying(store, parse_filter(where, store, table.name))
    own = (one for one in shown.document.layers if one.table == table.name and one.result is None)
    view = next(own, LayerView(name=table.name, table=table.name))
    condition = None if where is None else Where(text=where)
    return view.model_copy(update={"visible": True, "where": condition})


def _of_result(name: str, store: FolderStore, scene: Scene) -> tuple[LayerView, ...]:
    from gridloom_analytics.keeping import kept  # late, as elsewhere

    kept(store, name)  # says which there are
    base = scene.base(str(store.results[name].document["layer"]))
    return tuple(views_of(kept_answer(store, base, name)))


def _of_measure(asked: str, store: FolderStore) -> LayerView:
    if asked not in store.measures:
        raise BadInput(
            "unknown-name",
            tr("There is nothing called “{name}” in this workspace.", name=asked),
            Place(file=str(store.path)),
            tr("Keep the measure under a name, or publish it as a “layer”."),
        )
    view = measure_view(store, asked)
    if view is None:
        raise BadInput(
            "no-level",
            tr("The measure says of no layer."),
            hint=tr("End it with “by” and the name of a layer, such as “by grid”."),
        )
    return view
