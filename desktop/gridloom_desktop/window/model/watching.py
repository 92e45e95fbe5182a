"""What happens to a workspace while a window shows it: others change it, or it goes away."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import FolderStore, TableInfo
from gridloom_layers.workspace.manifest import MANIFEST

Sign = tuple[int, int, int] | None
"""What of a manifest changes with each commit; None where it is not there."""
News = Literal["gone", "back", "changed"]


def sign_of(folder: Path) -> Sign:
    """Return the sign of a workspace's manifest, without reading it."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def news(before: Sign, now: Sign) -> News | None:
    """Return what happened between two looks, None where nothing did."""
    if before == now:
        return None
    if now is None:
        return "gone"
    return "back" if before is None else "changed"


def tables_now(store: FolderStore) -> Mapping[str, TableInfo]:
    """Move on to the newest commit; return its tables. Reads the store: on its thread."""
    store.refresh()
    return store.tables


def differing(before: Mapping[str, TableInfo], now: Mapping[str, TableInfo]) -> frozenset[str]:
    """Return the tables that came, went or changed."""
    return frozenset(name for name in {*before, *now} if before.get(name) != now.get(name))


def unreadable() -> tuple[type[Exception], ...]:
    """Return what libraries raise where a file of a workspace is damaged or gone."""
    from pyogrio.errors import DataLayerError, DataSourceError  # late: who raises them is loaded

    return pa.ArrowException, DataSourceError, DataLayerError, OSError


def explained(error: BaseException, folder: Path) -> BaseException:
    """Return why work on a workspace failed: what its files have to do with it, if anything.

    A library that reads a file that is gone says so in words of its own, of many kinds.
    """
    if isinstance(error, BadInput) or sign_of(folder) is not None:
        return error
    return BadInput(
        "workspace-gone",
        tr("The workspace “{name}” is no longer where it was.", name=folder.stem),
        Where(file=str(folder)),
        tr("Put it back, or connect its drive; what this window shows stays until then."),
    )


def not_readable(error: BaseException, store: FolderStore, about: Sequence[object]) -> BadInput:
    """Return why a part of a layer, ``about[1]``, cannot be shown, so that the others can.

    Raises ``error`` where the whole workspace is gone: it may come back.
    """
    if isinstance(error, BadInput):
        return error
    if sign_of(store.path) is None:
        raise error
    name = str(about[1])
    return BadInput(
        "damaged-layer",
        tr("The files of “{name}” are damaged: it cannot be shown.", name=name),
        Where(file=str(store.path), layer=name),
        tr("See what “gridloom check” says, and restore the workspace from a backup."),
    )
