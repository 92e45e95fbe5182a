"""Which times a window can be moved through: of tables that the map shows, and of results."""

from dataclasses import dataclass

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.titles import result_title, table_heading
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.time.cube import CUBES
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_layers.language import LANGUAGES
from gridloom_layers.workspace import FolderStore, TableInfo
from gridloom_layers.workspace.titles import field_title

TIMES = ("date", "datetime")


@dataclass(frozen=True)
class TimeField:
    """A field of times of a table on the map."""

    table: str
    field: str
    title: Bilingual
    result: str | None = None

    def view(self) -> TimeView:
        """Return the view of its last slice."""
        return TimeView(table=self.table, field=self.field, result=self.result)


def time_fields(store: FolderStore, document: Document) -> list[TimeField]:
    """Return the fields of days and times of the tables on the map, the topmost first.

    What is switched on comes before what is not.
    """
    topmost_first = document.layers[::-1]
    views = sorted(topmost_first, key=lambda view: not view.visible)
    tables = dict.fromkeys(view.table for view in views)
    there = [store.tables[name] for name in tables if name in store.tables]
    cubes = [
        TimeField(view.table, "", result_title(store, view.result), view.result)
        for view in views
        if view.result is not None and view.result == view.part and is_cube(store, view.result)
    ]
    return [*cubes, *(field for info in there for field in _fields_of(info))]


def is_cube(store: FolderStore, result: str) -> bool:
    """Tell whether a kept result can be played step by step."""
    return result in store.results and store.results[result].analysis in CUBES


def with_time(document: Document, time: TimeView | None) -> Document:
    """Return the document with a period; the layer that shows it is switched on."""
    document = document.model_copy(update={"time": time})
    if time is None:
        return document
    showing = [
        view for view in document.layers if view.table == time.table and view.result == time.result
    ]
    if not showing or any(view.visible for view in showing):
        return document
    return document.changed(showing[-1].name, visible=True)


def _fields_of(info: TableInfo) -> list[TimeField]:
    title = table_heading(info)
    return [
        TimeField(info.name, field.name, _joined(title, field_title(info, field)))
        for field in info.fields
        if field.type in TIMES and field.personal == "no"
    ]


def _joined(table: Bilingual, field: Bilingual) -> Bilingual:
    return {one: f"{table[one]} · {field[one]}" for one in LANGUAGES}
