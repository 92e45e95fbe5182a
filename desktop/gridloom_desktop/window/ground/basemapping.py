"""The basemap of a session: opened off the thread, drawn under the layers, changed, taken away."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.basemap import Basemap, Toning, near
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.ground.attribution import Attribution
from gridloom_desktop.window.ground.choosing import ask_crs, ask_file
from gridloom_desktop.window.ground.tone_dialog import ToneDialog
from gridloom_desktop.window.mapping import Mapping
from gridloom_desktop.window.model.city_map import extent
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Failed, Operations
from gridloom_layers.coordinates import Datum
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.basemap.opening import Ground

Opened = tuple[Basemap, "Ground"]
Taken = Callable[[Opened], object]
Key = tuple[object, ...]
"""What an open basemap depends on: its file, its CRS and its datum."""


class Basemapping(QObject):
    """Keeps the ground of a map as the document has it.

    A basemap that cannot be opened, or no longer be read, is told once; the map is drawn without.
    """

    _failed = pyqtSignal(object)

    def __init__(
        self, session: Session, operations: Operations, mapping: Mapping, canvas: QWidget
    ) -> None:
        super().__init__(canvas)
        self._session, self._operations, self._mapping = session, operations, mapping
        self._canvas = canvas
        self._attribution = Attribution(canvas)
        self._ground: Ground | None = None
        self._opened: list[Ground] = []
        self._key: Key | None = None
        self._refused: Key | None = None
        session.changed.connect(self._follow)
        queued = Qt.ConnectionType.QueuedConnection
        self._failed.connect(self._give_up, queued)  # pyright: ignore[reportCallIssue] - stub

    @property
    def basemap(self) -> Basemap | None:
        """The basemap of the document."""
        return self._session.document.basemap

    def begin(self) -> None:
        """Show the basemap that the document has."""
        self._show()

    def choose(self) -> None:
        """Let the user choose a file and show it under the layers."""
        if (file := ask_file(self._canvas)) is not None:
            self.add(file)

    def add(self, file: Path, crs: str | None = None) -> None:
        """Show a file under the layers; the one that was there before gives way."""
        path = near(file, self._session.store.path)
        basemap = Basemap(path=path, title=file.stem, crs=crs)
        self._open(basemap, self._take_new, partial(self._refuse_new, file))

    def tone(self, toning: Toning) -> None:
        """Show the basemap in other tones."""
        self._change(tr("Tone the basemap"), toning=toning)

    def place(self, datum: Datum) -> None:
        """Take the coordinates of the basemap for those of another datum."""
        self._change(tr("Set the datum of the basemap"), datum=datum)

    def toggle(self) -> None:
        """Show the basemap, or hide it."""
        if (basemap := self.basemap) is not None:
            title = tr("Hide the basemap") if basemap.visible else tr("Show the basemap")
            self._change(title, visible=not basemap.visible)

    def remove(self) -> None:
        """Take the basemap away."""
        self._apply(tr("Remove the basemap"), None)

    def show_tones(self) -> None:
        """Let the user tone the basemap and see it at once."""
        if (basemap := self.basemap) is not None:
            dialog = ToneDialog(basemap, self._canvas)
            dialog.previewed.connect(self._draw)
            dialog.toned.connect(self.tone)
            dialog.placed.connect(self.place)
            dialog.show()

    def _change(self, title: Message, **changes: object) -> None:
        if (basemap := self.basemap) is not None:
            self._apply(title, basemap.model_copy(update=changes))

    def _apply(self, title: Message, basemap: Basemap | None) -> None:
        document = self._session.document.model_copy(update={"basemap": basemap})
        self._session.apply(title, document)

    def _follow(self, before: Document, after: Document) -> None:
        if before.basemap != after.basemap:
            self._show()

    def _show(self) -> None:
        """Show the basemap of the document, which is opened where another one was shown."""
        basemap = self.basemap
        if basemap is None or not basemap.visible:
            self._mapping.set_ground(None)
            self._attribution.show_text("")
        elif _key(basemap) == self._key:
            self._draw(basemap.toning)
        elif _key(basemap) != self._refused:
            self._open(basemap, self._take, partial(self._refuse, basemap))

    def _draw(self, toning: Toning) -> None:
        if self._ground is not None:
            self._mapping.set_ground(self._ground.drawing(toning, self._failed.emit))
            self._attribution.show_text(self._ground.attribution)

    def _open(self, basemap: Basemap, then: Taken, failed: Failed) -> None:
        path, crs = self._session.store.path, self._session.store.crs

        def work(progress: Progress) -> Opened:
            # Late: readers of pictures and files, which a window does without until someone asks.
            from gridloom_desktop.basemap.opening import open_basemap

            return basemap, open_basemap(basemap, path, crs, progress)

        title = tr("Opening the basemap “{title}”", title=basemap.title)
        self._operations.do(title, work, then, failed)

    def _put(self, ground: "Ground") -> None:
        """Show this ground; one before it may still be painted, and stays open until the end."""
        self._ground = ground
        self._opened.append(ground)

    def _take(self, opened: Opened) -> None:
        basemap, ground = opened
        self._put(ground)
        self._key, self._refused = _key(basemap), None
        self._show()

    def _take_new(self, opened: Opened) -> None:
        basemap, ground = opened
        self._put(ground)
        self._key = _key(basemap)
        named = basemap.model_copy(update={"title": ground.title, "toning": ground.usual})
        self._apply(tr("Add the basemap “{title}”", title=ground.title), named)
        here = extent(self._session.layers)
        if here is not None and (ground.box is None or not _meet(ground.box, here)):
            self._operations.report(_elsewhere(named))

    def _refuse(self, basemap: Basemap, error: BaseException) -> None:
        self._refused = _key(basemap)
        self._mapping.set_ground(None)
        self._operations.report(error)

    def _refuse_new(self, file: Path, error: BaseException) -> None:
        if isinstance(error, BadInput) and error.code == "no-crs":
            crs = ask_crs(self._canvas, file.name, self._session.store.crs)
            if crs is not None:
                self.add(file, crs)
        else:
            self._operations.report(error)

    def _give_up(self, fault: BadInput) -> None:
        """Draw the map without a basemap that can no longer be read."""
        if self._key is not None:
            self._ground, self._refused, self._key = None, self._key, None
            self._mapping.set_ground(None)
            self._attribution.show_text("")
            self._operations.report(fault)

    def _is_there(self) -> bool:
        return self.basemap is not None

    def _is_shown(self) -> bool:
        return self.basemap is not None and self.basemap.visible

    def end(self) -> None:
        """Let go of the files, once nothing is painted any more."""
        while self._opened:
            self._opened.pop().close()

    def commands(self) -> Commands:
        """Return what can be done."""
        there, group = self._is_there, "basemap"
        return [
            Command(
                "basemap-add", "layer", lambda: tr("Add a basemap …"), "mdi6.map-plus",
                self.choose, "Ctrl+B", group=group,
            ),
            Command(
                "basemap-shown", "layer", lambda: tr("Show the basemap"), "mdi6.map-check-outline",
                self.toggle, "Ctrl+Alt+B", group=group, is_enabled=there, switch=True,
                is_on=self._is_shown,
            ),
            Command(
                "basemap-tones", "layer", lambda: tr("Tones of the basemap …"),
                "mdi6.brightness-6", self.show_tones, group=group, is_enabled=self._is_shown,
            ),
            Command(
                "basemap-remove", "layer", lambda: tr("Remove the basemap"), "mdi6.map-minus",
                self.remove, group=group, is_enabled=there,
            ),
        ]  # fmt: skip


def _key(basemap: Basemap) -> Key:
    return basemap.path, basemap.crs, basemap.datum


def _meet(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return not (
        first[2] < second[0] or first[0] > second[2] or first[3] < second[1] or first[1] > second[3]
    )


def _elsewhere(basemap: Basemap) -> BadInput:
    return BadInput(
        "basemap-elsewhere",
        tr("The basemap “{title}” lies elsewhere than the layers.", title=basemap.title),
        Where(file=basemap.path),
        tr("Check its CRS and its datum, or choose one of this city."),
    )
