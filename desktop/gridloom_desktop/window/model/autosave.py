"""The document of a workspace, kept in its folder: what a window showed is there again."""

import json

from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.renaming import measure_renamed, renamed
from gridloom_desktop.window.model.table_names import table_renamed
from gridloom_layers.workspace import FolderStore
from gridloom_layers.workspace.views import keep_view, kept_view


def keep_document(store: FolderStore, document: Document) -> None:
    """Write the document, whole or not at all."""
    keep_view(store.path, store.seal, document.model_dump_json(exclude_none=True))


def kept_document(store: FolderStore) -> Document | None:
    """Return the document that was kept, as far as its layers are still there; None for none.

    One that cannot be read (of a newer format, damaged) is passed over: it holds no data.
    """
    document = _read(store)
    return None if document is None else adjusted(document, store)


def rename_in_kept(store: FolderStore, old: str, new: str) -> None:
    """Have the document that is kept name a table, measure or result as it is called now.

    No window is open on it.
    """
    document = _read(store)
    if document is not None and new in store.tables:
        keep_document(store, table_renamed(document, store, old, new))
    elif document is not None:
        follow = measure_renamed if new in store.measures else renamed
        keep_document(store, follow(document, old, new))


def _read(store: FolderStore) -> Document | None:
    try:
        text = kept_view(store.path, store.seal)
        return None if text is None else Document.model_validate(json.loads(text))
    except (OSError, ValueError, KeyError):
        return None
