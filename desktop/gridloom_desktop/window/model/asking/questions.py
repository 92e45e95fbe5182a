"""Saved questions: kept in the document, renamed, put together, turned into other things."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gridloom_analytics.selecting import (
    AllOf,
    AnyOf,
    Condition,
    How,
    Linked,
    Not,
    Where,
    combined,
    simplified,
)
from gridloom_analytics.selecting.ways import carried
from gridloom_desktop.window.model.document import Document, LayerView, Question
from gridloom_layers.errors import BadInput
from gridloom_layers.errors import Where as Place
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport

LONGEST_NAME = 60


def saved(document: Document, name: str, table: str, condition: Condition) -> Document:
    """Return the document with a question more, under this name or a free one like it."""
    question = Question(name=_free(document, name), table=table, condition=condition)
    return _with(document, (*document.questions, question))


def renamed(document: Document, old: str, new: str) -> Document:
    """Return the document with a question under another name; an empty one changes nothing."""
    wanted = new.strip()
    if not wanted or wanted == old:
        return document
    name = _free(document, wanted)
    return _with(document, (one.model_copy(update={"name": name}) if one.name == old else one
                            for one in document.questions))  # fmt: skip


def without(document: Document, names: Iterable[str]) -> Document:
    """Return the document without these questions."""
    gone = set(names)
    return _with(document, (one for one in document.questions if one.name not in gone))


def question(document: Document, name: str) -> Question | None:
    """Return the question of this name, None where there is none."""
    return next((one for one in document.questions if one.name == name), None)


def put_together(store: Store, first: Question, second: Question, how: How) -> Condition:
    """Return what the first question becomes with the second.

    ``add``: either; ``within``: both; ``remove``: the first without the second. A second question
    about another table is carried over its links; raise ``BadInput`` where there are none.
    """
    condition = second.condition
    if first.table != second.table:
        if carried(store, second.table, first.table) is None:
            raise BadInput(
                "not-linked",
                tr("Nothing links the rows of “{table}” to those of “{other}”.",
                   table=second.table, other=first.table),
                Place(layer=second.table),
                tr("Put together questions about one table, or about tables that are joined."),
            )  # fmt: skip
        condition = Linked(table=second.table, condition=condition)
    return combined(first.condition, condition, how)


def opposite(condition: Condition) -> Condition:
    """Return the condition that all other rows fulfil."""
    return simplified(Not(condition=condition))


def filtered(document: Document, table: str, condition: Condition) -> Document:
    """Return the document with the layers of a table showing only these rows."""
    return document.with_layers(
        view.model_copy(update={"where": condition, "visible": True})
        if view.table == table and view.result is None
        else view
        for view in document.layers
    )


def with_table_shown(document: Document, table: str) -> Document:
    """Return the document with a layer of a table that can be seen, if it has any layer."""
    views = [view for view in document.layers if view.table == table and view.result is None]
    if not views or any(view.visible for view in document.layers if view.table == table):
        return document
    return document.changed(views[0].name, visible=True)


def layered(document: Document, title: str, table: str, condition: Condition) -> Document:
    """Return the document with a layer of these rows on top, called ``title``."""
    view = LayerView(name=document.free_name(table), table=table, title=title, where=condition)
    return document.with_layers((*document.layers, view))


def as_expression(condition: Condition) -> str | None:
    """Return a condition as one expression; None where it says more than fields do."""
    match condition:
        case Where():
            return condition.text
        case Not():
            text = as_expression(condition.condition)
            # the rows for which it is unknown are among the others, but not among “not” of SQL
            return None if text is None else f"not coalesce({text}, false)"
        case AllOf():
            return _expressions(condition.parts, " and ")
        case AnyOf():
            return _expressions(condition.parts, " or ")
        case _:
            return None


def _expressions(parts: Sequence[Condition], between: str) -> str | None:
    texts = [as_expression(part) for part in parts]
    known = [f"({text})" for text in texts if text is not None]
    return between.join(known) if known and len(known) == len(texts) else None


def keep_measure(store: Store, asked: Question, _: Progress) -> str:
    """Keep the number of rows of a question as a measure; return its name.

    Raise ``BadInput`` where the question is no expression over fields, or the name is taken.
    """
    # late: measures load pandas, which a window does without until something is asked
    from gridloom_analytics.measures import parse_measure

    text = as_expression(asked.condition)
    if text is None:
        raise BadInput(
            "no-expression",
            tr("“{name}” asks for more than fields, so it cannot be a measure.", name=asked.name),
            Place(layer=asked.table),
            tr("Make a layer of it, and analyse that."),
        )
    name, measure = _measure_name(store, asked.name), f"count({asked.table} where {text})"
    parse_measure(measure, store)
    with store.change() as change:
        change.put_measure(name, measure)
    return name


def _measure_name(store: Store, wanted: str) -> str:
    taken = {*store.measures, *store.tables, *store.results}
    name = "_".join(wanted.split())
    return next(n for n in (name, *(f"{name}_{i}" for i in range(2, 10_000))) if n not in taken)


def report(store: Store, asked: Question, out: Path, progress: Progress) -> "ExportReport":
    """Write the rows of a question as a table (.xlsx, .csv, .gpkg, .parquet), through the gate."""
    # late: the gate loads pandas, which a window does without until something is asked
    from gridloom_desktop.publishing.export import export_selected

    return export_selected(store, asked.table, asked.condition, out, progress=progress)[1]


def _with(document: Document, questions: Iterable[Question]) -> Document:
    return document.model_copy(update={"questions": tuple(questions)})


def _free(document: Document, wanted: str) -> str:
    taken, name, number = {one.name for one in document.questions}, wanted[:LONGEST_NAME], 1
    while name in taken:
        number += 1
        name = f"{wanted[:LONGEST_NAME]} ({number})"
    return name
