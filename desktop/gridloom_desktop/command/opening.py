"""Workspaces that commands name and read: opened by each, or kept open by who answers many."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from gridloom_desktop.command.manual import argument, option
from gridloom_desktop.command.values import day
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_layers.workspace import FolderStore

City = Annotated[Path, argument("CITY", tr("the workspace, a folder NAME.gridloom"))]
At = Annotated[
    dt.date | None,
    option("--at", "DATE", tr("the state of that day, by the data dates of the sources"), day),
]

_Mark = tuple[int, int, int]
"""Tells one manifest from another: a commit, and a restore, puts another file in its place."""


@dataclass
class OpenCities:
    """Workspaces that stay open while their manifest is the same file, and what they have read."""

    _open: "dict[Path, tuple[_Mark, FolderStore]]" = field(default_factory=dict)

    def open(self, path: Path) -> "FolderStore":
        """Return the store of a workspace at its newest commit."""
        from gridloom_layers.workspace import open_workspace

        place = path.absolute()
        mark = _mark(path)
        kept = self._open.get(place)
        if kept is not None and kept[0] == mark:
            return kept[1]
        if kept is not None:
            self._open.pop(place)[1].close()
        store = open_workspace(path)
        if mark is not None:
            self._open[place] = (mark, store)
        return store

    def close(self) -> None:
        """Let go of all of them: until then what they read is not swept."""
        while self._open:
            self._open.popitem()[1][1].close()


_KEPT: ContextVar[OpenCities | None] = ContextVar("open cities", default=None)


@contextmanager
def kept_open() -> Iterator[OpenCities]:
    """Keep what commands of a ``with`` block open between them."""
    cities = OpenCities()
    token = _KEPT.set(cities)
    try:
        yield cities
    finally:
        _KEPT.reset(token)
        cities.close()


def opened(city: Path) -> "FolderStore":
    """Return the store of a workspace to read, perhaps one that is open already.

    Raises ``BadInput`` as :func:`gridloom_layers.workspace.open_workspace` does.
    """
    return (_KEPT.get() or OpenCities()).open(city)


def _mark(path: Path) -> _Mark | None:
    from gridloom_layers.workspace.manifest import MANIFEST

    try:
        about = (path / MANIFEST).stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino, about.st_mtime_ns
