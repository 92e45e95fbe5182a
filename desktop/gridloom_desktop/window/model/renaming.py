"""Renaming what a workspace keeps, and a document after a result or measure got another name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic import BaseModel

from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.symbology import Variable
from gridloom_layers.workspace import FolderStore
from gridloom_layers.workspace.names import check_rename


def check_new_name(store: FolderStore, old: str, new: str) -> None:
    """Raise ``BadInput`` where a table or kept result cannot have a name. Reads nothing."""
    check_rename(store.manifest, old, new, "tables" if old in store.tables else "results")
    if old in store.tables:
        from gridloom_analytics.renaming.texts import check_speakable  # late: it loads sqlglot

        check_speakable(store, old, new)


def renamed(document: Document, old: str, new: str) -> Document:
    """Return the document with a kept result called otherwise wherever it is meant.

    Layers, colours, sizes, charts, times and conditions each name it in a field ``result``, at
    whatever depth. Layers keep the names that they have in the document.
    """
    return _followed(document, partial(_of_result, old, new))


def measure_renamed(document: Document, old: str, new: str) -> Document:
    """Return the document with a measure called otherwise wherever a variable is it."""
    return _followed(document, partial(_of_measure, old, new))


def _followed(value: Any, follow: Callable[[BaseModel], dict[str, Any]]) -> Any:
    """Return a value of a document with what ``follow`` changes of each part of it."""
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        found = tuple(_followed(one, follow) for one in value)
        return value if all(a is b for a, b in zip(value, found, strict=True)) else found
    if not isinstance(value, BaseModel):
        return value
    found = {name: _followed(now, follow) for name, now in value} | follow(value)
    changes = {name: then for name, then in found.items() if then is not getattr(value, name)}
    return value.model_copy(update=changes) if changes else value


def _of_result(old: str, new: str, value: BaseModel) -> dict[str, Any]:
    if getattr(value, "result", None) != old:
        return {}
    part = {"part": _part(value.part, old, new)} if isinstance(value, LayerView) else {}
    return {"result": new, **part}


def _of_measure(old: str, new: str, value: BaseModel) -> dict[str, Any]:
    is_it = isinstance(value, Variable) and (value.source, value.column) == ("measure", old)
    return {"column": new} if is_it else {}


def _part(part: str | None, old: str, new: str) -> str | None:
    """Return what a part of an answer is called: as the result, or so with its kind after it."""
    if part is None or part.partition(old)[0] or not f"{part} ".startswith(f"{old} "):
        return part
    return new + part.removeprefix(old)
