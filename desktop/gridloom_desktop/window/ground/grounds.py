"""The files of basemaps: opened off the thread, kept open for all maps of a window."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt, pyqtSignal

from gridloom_desktop.basemap import Basemap, Toning
from gridloom_desktop.canvas import Painted, View
from gridloom_desktop.canvas.frame import BandPainter
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Failed, Operation, Operations
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.basemap.opening import Ground

Key = tuple[object, ...]
"""What an open basemap depends on: its file, its CRS and its datum."""
BETWEEN = " · "


@dataclass(frozen=True)
class InTurn:
    """A drawing of a file that several maps read: one at a time."""

    drawing: Painted
    lock: Lock

    @property
    def layer_opacity(self) -> float:
        """The opacity over what lies below."""
        return self.drawing.layer_opacity

    def prepared(self, view: View) -> BandPainter | None:
        """Return what paints the bands of a view's frame, once no other map reads the file."""
        with self.lock:
            return self.drawing.prepared(view)


@dataclass(frozen=True)
class Kept:
    """An open file, and whose turn it is to read it."""

    ground: "Ground"
    lock: Lock = field(default_factory=Lock)


class Grounds(QObject):
    """Opens basemaps and keeps them open; ``changed`` follows when others can be drawn.

    One that cannot be opened, or no longer be read, is told once; maps are drawn without it.
    """

    changed = pyqtSignal()
    failed = pyqtSignal(object, object)

    def __init__(self, session: Session, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._kept: dict[Key, Kept] = {}
        self._opening: dict[Key, Operation] = {}
        self._refused: set[Key] = set()
        queued = Qt.ConnectionType.QueuedConnection
        self.failed.connect(self._give_up, queued)  # pyright: ignore[reportCallIssue] - stub

    def drawn(
        self, basemaps: Iterable[Basemap], toned: Mapping[str, Toning] | None = None
    ) -> dict[str, Painted]:
        """Return what paints those that are visible, by their names; others are opened first.

        ``toned`` are tones that some are shown in for the moment.
        """
        drawn: dict[str, Painted] = {}
        for one in (each for each in basemaps if each.visible):
            if (kept := self._kept_of(one)) is not None:
                toning = (toned or {}).get(one.name, one.toning)
                drawing = kept.ground.drawing(toning, partial(self.failed.emit, key_of(one)))
                drawn[one.name] = InTurn(drawing, kept.lock)
            elif not self._is_awaited(key_of(one)):
                self.open(one, lambda _: None, partial(self._refuse, one))
        return drawn

    def attribution(self, basemaps: Iterable[Basemap]) -> str:
        """Return whom to name for those that are drawn, each once."""
        kept = (self._kept_of(one) for one in basemaps if one.visible)
        names = (one.ground.attribution for one in kept if one is not None)
        return BETWEEN.join(dict.fromkeys(filter(None, names)))

    def ground(self, basemap: Basemap) -> "Ground | None":
        """Return the open file of a basemap; None where it is not open, or cannot be read."""
        kept = self._kept_of(basemap)
        return None if kept is None else kept.ground

    def _kept_of(self, basemap: Basemap) -> Kept | None:
        key = key_of(basemap)
        return None if key in self._refused else self._kept.get(key)

    def _is_awaited(self, key: Key) -> bool:
        """Whether a basemap is being opened, or need not be tried again."""
        opening = self._opening.get(key)
        return key in self._refused or (opening is not None and not opening.done)

    def open(self, basemap: Basemap, then: Callable[["Ground"], object], failed: Failed) -> None:
        """Open a basemap; ``then`` takes it, or ``failed`` why it cannot be opened."""
        path, crs = self._session.store.path, self._session.store.crs

        def work(progress: Progress) -> "Ground":
            # Late: readers of pictures and files, which a window does without until someone asks.
            from gridloom_desktop.basemap.opening import open_basemap

            return open_basemap(basemap, path, crs, progress)

        def take(ground: "Ground") -> None:
            then(self._put(basemap, ground))
            self.changed.emit()

        title = tr("Opening the basemap “{title}”", title=basemap.title)
        self._opening[key_of(basemap)] = self._operations.do(title, work, take, failed)

    def _put(self, basemap: Basemap, ground: "Ground") -> "Ground":
        """Take an open file; it may be painted at any time, and stays open until the end."""
        key = key_of(basemap)
        self._refused.discard(key)
        old = self._kept.setdefault(key, Kept(ground)).ground
        if old is not ground:
            ground.close()
        return old

    def _refuse(self, basemap: Basemap, error: BaseException) -> None:
        self._refused.add(key_of(basemap))
        self._operations.report(error)

    def _give_up(self, key: Key, fault: BadInput) -> None:
        """Draw maps without a basemap that can no longer be read."""
        if key not in self._refused:
            self._refused.add(key)
            self.changed.emit()
            self._operations.report(fault)

    def end(self) -> None:
        """Let go of the files, once nothing is painted any more."""
        while self._kept:
            self._kept.popitem()[1].ground.close()


def key_of(basemap: Basemap) -> Key:
    """Return what tells open basemaps apart."""
    return basemap.path, basemap.crs, basemap.datum
