"""The document of a workspace, kept in its folder: what a window showed is there again."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.layering import adjusted
from gridloom_layers.workspace import FolderStore
from gridloom_layers.workspace.files import replace_text

PLAIN = "window.json"
SEALED = "window.parquet"
"""Where the workspace is encrypted: conditions may hold values of its records."""
COLUMN = "document"


def keep_document(store: FolderStore, document: Document) -> None:
    """Write the document, whole or not at all."""
    text = document.model_dump_json(exclude_none=True)
    if not store.seal.encrypted:
        replace_text(store.path / PLAIN, text)
        return
    staging = store.path / f"{SEALED}.new"
    pq.write_table(pa.table({COLUMN: [text]}), staging, **store.seal.writing())
    staging.replace(store.path / SEALED)


def kept_document(store: FolderStore) -> Document | None:
    """Return the document that was kept, as far as its layers are still there; None for none.

    One that cannot be read (of a newer format, damaged) is passed over: it holds no data.
    """
    try:
        document = Document.model_validate(json.loads(_text(store)))
    except (OSError, ValueError, KeyError):
        return None
    return adjusted(document, store)


def _text(store: FolderStore) -> str:
    if not store.seal.encrypted:
        return (store.path / PLAIN).read_text(encoding="utf-8")
    path: Path = store.path / SEALED
    return pq.read_table(path, **store.seal.reading()).column(COLUMN)[0].as_py()
