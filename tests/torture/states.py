"""The state of a workspace, read through the Store, and the bytes of files."""

import hashlib
from pathlib import Path
from typing import Any

from gridloom_layers.workspace import FolderStore, open_workspace

State = dict[str, Any]


def state_of(city: Path) -> State:
    """Return all that a workspace holds: counts, sources, links, and digests of the contents."""
    store = open_workspace(city)
    try:
        return {
            "tables": {name: _table(store, name) for name in store.tables},
            "links": [link.model_dump() for link in store.links],
            "measures": dict(store.measures),
            "results": sorted(store.results),
            "imports": [_import(store, entry.number) for entry in store.imports],
        }
    finally:
        store.close()


def _table(store: FolderStore, name: str) -> State:
    table = store.table(name)
    digest, rows = hashlib.sha256(), 0
    for batch in store.scan(name, geometry=True):
        rows += batch.num_rows
        digest.update(repr(batch.to_pydict()).encode())
    if table.layer:
        for batch in store.shapes(name):
            digest.update(repr(batch.to_pydict()).encode())
    return {
        "rows": rows,
        "fields": [field.model_dump() for field in table.fields],
        "sources": [source.model_dump() for source in table.sources],
        "contents": digest.hexdigest(),
    }


def _import(store: FolderStore, number: int) -> State:
    entry = next(entry for entry in store.imports if entry.number == number)
    report = {key: value for key, value in entry.report.items() if key != "seconds"}
    aside = store.quarantined(number).to_pylist()
    return {"table": entry.table, "report": report, "quarantine": aside}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files in a folder, without marks of locks and what is derived."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and path.parent.name != "derived"
    }
