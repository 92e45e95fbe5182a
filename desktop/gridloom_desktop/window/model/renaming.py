"""Renaming what a workspace keeps, and a document after a result got another name."""

from typing import Any

from pydantic import BaseModel

from gridloom_desktop.window.model.document import Document, LayerView
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
    return _followed(document, old, new)


def _followed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        found = tuple(_followed(one, old, new) for one in value)
        return value if all(a is b for a, b in zip(value, found, strict=True)) else found
    if not isinstance(value, BaseModel):
        return value
    found = {name: _followed(now, old, new) for name, now in value}
    if found.get("result") == old:
        found["result"] = new
        if isinstance(value, LayerView):
            found["part"] = _part(value.part, old, new)
    changes = {name: then for name, then in found.items() if then is not getattr(value, name)}
    return value.model_copy(update=changes) if changes else value


def _part(part: str | None, old: str, new: str) -> str | None:
    """Return what a part of an answer is called: as the result, or so with its kind after it."""
    if part is None or part.partition(old)[0] or not f"{part} ".startswith(f"{old} "):
        return part
    return new + part.removeprefix(old)
