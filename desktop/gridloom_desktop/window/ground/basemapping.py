"""The basemaps of a session: opened off the thread, drawn where they lie, toned."""

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
from gridloom_desktop.window.model.restyling import with_basemap
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Failed, Operation, Operations
from gridloom_layers.coordinates import Datum
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.basemap.opening import Ground

Opened = tuple[Basemap, "Ground"]
Key = tuple[object, ...]
"""What an open basemap depends on: its file, its CRS and its datum."""
BETWEEN = " · "


class Basemapping(QObject):
    """Keeps the basemaps of a map as the document has them.

    One that cannot be opened, or no longer be read, is told once; the map is drawn without it.
    """

    _failed = pyqtSignal(object, object)

    def __init__(
        self, session: Session, operations: Operations, mapping: Mapping, canvas: QWidget
    ) -> None:
        super().__init__(canvas)
        self._session, self._operations, self._mapping = session, operations, mapping
        self._canvas = canvas
        self._attribution = Attribution(canvas)
        self._grounds: dict[Key, Ground] = {}
        self._opening: dict[Key, Operation] = {}
        self._refused: set[Key] = set()
        self._previewed: dict[str, Toning] = {}
        session.changed.connect(self._follow)
        queued = Qt.ConnectionType.QueuedConnection
        self._failed.connect(self._give_up, queued)  # pyright: ignore[reportCallIssue] - stub

    def begin(self) -> None:
        """Show the basemaps that the document has."""
        self._show()

    def choose(self) -> None:
        """Let the user choose a file and show it under the layers."""
        if (file := ask_file(self._canvas)) is not None:
            self.add(file)

    def add(self, file: Path, crs: str | None = None) -> None:
        """Show a file under the layers, above the basemaps that lie there."""
        path, name = (
            near(file, self._session.store.path),
            self._session.document.free_name("basemap"),
        )
        basemap = Basemap(name=name, path=path, title=file.stem, crs=crs)
        self._open(basemap, self._take_new, partial(self._refuse_new, file))

    def tone(self, name: str, toning: Toning) -> None:
        """Show a basemap in other tones."""
        self._previewed.pop(name, None)
        document = self._session.document.changed(name, toning=toning)
        self._session.apply(tr("Tone the basemap"), document)

    def place(self, name: str, datum: Datum) -> None:
        """Take the coordinates of a basemap for those of another datum."""
        document = self._session.document.changed(name, datum=datum)
        self._session.apply(tr("Set the datum of the basemap"), document)

    def toggle(self) -> None:
        """Hide all basemaps where any is shown; else show them."""
        document, shown = self._session.document, self._is_shown()
        title = tr("Hide the basemaps") if shown else tr("Show the basemaps")
        basemaps = (one.model_copy(update={"visible": not shown}) for one in document.basemaps)
        changed = document.model_copy(update={"basemaps": tuple(basemaps)})
        self._session.apply(title, changed)

    def show_tones(self, name: str) -> None:
        """Let the user tone a basemap and see it at once."""
        if (basemap := self._session.document.basemap(name)) is not None:
            dialog = ToneDialog(basemap, self._canvas)
            dialog.previewed.connect(partial(self._preview, name))
            dialog.toned.connect(partial(self.tone, name))
            dialog.placed.connect(partial(self.place, name))
            dialog.show()

    def _preview(self, name: str, toning: Toning) -> None:
        self._previewed[name] = toning
        self._show()

    def _follow(self, before: Document, after: Document) -> None:
        if before.stack != after.stack and before.basemaps != after.basemaps:
            self._show()

    def _show(self) -> None:
        """Show the basemaps of the document; those that are not open yet follow."""
        drawn, names = {}, []
        for one in self._session.document.basemaps:
            ground = self._grounds.get(_key(one))
            if not one.visible:
                continue
            if ground is not None and _key(one) not in self._refused:
                toning = self._previewed.get(one.name, one.toning)
                drawn[one.name] = ground.drawing(toning, partial(self._failed.emit, _key(one)))
                names.append(ground.attribution)
            elif ground is None and not self._is_awaited(_key(one)):
                self._open(one, self._take, partial(self._refuse, one))
        self._mapping.set_grounds(drawn)
        self._attribution.show_text(BETWEEN.join(dict.fromkeys(filter(None, names))))

    def _is_awaited(self, key: Key) -> bool:
        """Whether a basemap is being opened, or need not be tried again."""
        opening = self._opening.get(key)
        return key in self._refused or (opening is not None and not opening.done)

    def _open(self, basemap: Basemap, then: Callable[[Opened], object], failed: Failed) -> None:
        path, crs = self._session.store.path, self._session.store.crs

        def work(progress: Progress) -> Opened:
            # Late: readers of pictures and files, which a window does without until someone asks.
            from gridloom_desktop.basemap.opening import open_basemap

            return basemap, open_basemap(basemap, path, crs, progress)

        title = tr("Opening the basemap “{title}”", title=basemap.title)
        self._opening[_key(basemap)] = self._operations.do(title, work, then, failed)

    def _put(self, opened: Opened) -> None:
        """Take an open file; it may be painted at any time, and stays open until the end."""
        key = _key(opened[0])
        self._refused.discard(key)
        if (old := self._grounds.get(key)) is not None and old is not opened[1]:
            opened[1].close()
        else:
            self._grounds[key] = opened[1]

    def _take(self, opened: Opened) -> None:
        self._put(opened)
        self._show()

    def _take_new(self, opened: Opened) -> None:
        basemap, ground = opened
        self._put(opened)
        ground = self._grounds[_key(basemap)]
        told = {"title": ground.title, "toning": ground.usual, "attribution": ground.attribution}
        told["name"] = self._session.document.free_name(basemap.name)
        named = basemap.model_copy(update=told)
        title = tr("Add the basemap “{title}”", title=ground.title)
        self._session.apply(title, with_basemap(self._session.document, named))
        here = extent(self._session.layers)
        if here is not None and (ground.box is None or not _meet(ground.box, here)):
            self._operations.report(_elsewhere(named))

    def _refuse(self, basemap: Basemap, error: BaseException) -> None:
        self._refused.add(_key(basemap))
        self._operations.report(error)

    def _refuse_new(self, file: Path, error: BaseException) -> None:
        if isinstance(error, BadInput) and error.code == "no-crs":
            crs = ask_crs(self._canvas, file.name, self._session.store.crs)
            if crs is not None:
                self.add(file, crs)
        else:
            self._operations.report(error)

    def _give_up(self, key: Key, fault: BadInput) -> None:
        """Draw the map without a basemap that can no longer be read."""
        if key not in self._refused:
            self._refused.add(key)
            self._show()
            self._operations.report(fault)

    def _is_there(self) -> bool:
        return bool(self._session.document.basemaps)

    def _is_shown(self) -> bool:
        return any(one.visible for one in self._session.document.basemaps)

    def end(self) -> None:
        """Let go of the files, once nothing is painted any more."""
        while self._grounds:
            self._grounds.popitem()[1].close()

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "basemap-add", "layer", lambda: tr("Add a basemap …"), "mdi6.map-plus",
                self.choose, "Ctrl+B", group="basemap",
            ),
            Command(
                "basemap-shown", "layer", lambda: tr("Show the basemaps"),
                "mdi6.map-check-outline", self.toggle, "Ctrl+Alt+B", group="basemap",
                is_enabled=self._is_there, switch=True, is_on=self._is_shown,
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
