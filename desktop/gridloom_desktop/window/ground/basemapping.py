"""The basemaps of a session: opened off the thread, drawn where they lie, toned."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from gridloom_desktop.basemap import Basemap, Toning, near
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.ground.attribution import Attribution
from gridloom_desktop.window.ground.choosing import ask_crs, ask_file
from gridloom_desktop.window.ground.grounds import Grounds
from gridloom_desktop.window.ground.tone_dialog import ToneDialog
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.mapping import Mapping
from gridloom_desktop.window.model.city_map import extent
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.restyling import with_basemap
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.coordinates import Datum
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.basemap.opening import Ground


class Basemapping(QObject):
    """Keeps the basemaps of a map as the document has them."""

    def __init__(
        self,
        session: Session,
        operations: Operations,
        grounds: Grounds,
        mapping: Mapping,
        canvas: MapCanvas,
    ) -> None:
        super().__init__(canvas)
        self._session, self._operations, self._mapping = session, operations, mapping
        self._canvas, self._grounds = canvas, grounds
        self._attribution = Attribution(canvas)
        self._previewed: dict[str, Toning] = {}
        session.changed.connect(self._follow)
        grounds.changed.connect(self._show)

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
        take = partial(self._take_new, basemap)
        self._grounds.open(basemap, take, partial(self._refuse_new, file))

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
        basemaps = self._session.document.basemaps
        self._mapping.set_grounds(self._grounds.drawn(basemaps, self._previewed))
        self._attribution.show_text(self._grounds.attribution(basemaps))

    def zoom_to(self, name: str) -> None:
        """Show all that a basemap covers; tell where that cannot be shown."""
        basemap = self._session.document.basemap(name)
        ground = None if basemap is None else self._grounds.ground(basemap)
        if basemap is not None and ground is not None:
            if ground.box is not None:
                self._canvas.show_box(ground.box)
            else:
                self._operations.report(_off_the_plane(basemap))

    def _take_new(self, basemap: Basemap, ground: "Ground") -> None:
        told = {"title": ground.title, "toning": ground.usual, "attribution": ground.attribution}
        told["name"] = self._session.document.free_name(basemap.name)
        named = basemap.model_copy(update=told)
        title = tr("Add the basemap “{title}”", title=ground.title)
        self._session.apply(title, with_basemap(self._session.document, named))
        here = extent(self._session.layers)
        if here is not None and (ground.box is None or not _meet(ground.box, here)):
            self._operations.report(_elsewhere(named))

    def _refuse_new(self, file: Path, error: BaseException) -> None:
        if isinstance(error, BadInput) and error.code == "no-crs":
            crs = ask_crs(self._canvas, file.name, self._session.store.crs)
            if crs is not None:
                self.add(file, crs)
        else:
            self._operations.report(error)

    def _is_there(self) -> bool:
        return bool(self._session.document.basemaps)

    def _is_shown(self) -> bool:
        return any(one.visible for one in self._session.document.basemaps)

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


def _meet(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return not (
        first[2] < second[0] or first[0] > second[2] or first[3] < second[1] or first[1] > second[3]
    )


def _off_the_plane(basemap: Basemap) -> BadInput:
    return BadInput(
        "basemap-elsewhere",
        tr("The map's CRS cannot show all of the basemap “{title}”.", title=basemap.title),
        Where(file=basemap.path),
        tr("Zoom to a layer instead."),
    )


def _elsewhere(basemap: Basemap) -> BadInput:
    return BadInput(
        "basemap-elsewhere",
        tr("The basemap “{title}” lies elsewhere than the layers.", title=basemap.title),
        Where(file=basemap.path),
        tr("Check its CRS and its datum, or choose one of this city."),
    )
