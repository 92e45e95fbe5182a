"""Two maps side by side: the map as it is worked on, and the map as it was when it was pinned."""

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QObject

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.ground.attribution import Attribution
from gridloom_desktop.window.ground.grounds import Grounds
from gridloom_desktop.window.map.pair import MapPair
from gridloom_desktop.window.model.city_map import Drawings, stacked
from gridloom_desktop.window.model.document import Document, Pinned
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.naming import LabelSets
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, tr


class Comparing(QObject):
    """Pins what the map shows beside it, to compare what it shows next.

    The document remembers it with its layers, basemaps and styles as they were; both look at one
    place.
    """

    def __init__(
        self, session: Session, operations: Operations, grounds: Grounds, pair: MapPair
    ) -> None:
        super().__init__(pair)
        self._session, self._operations, self._pair = session, operations, pair
        self._grounds, self._attribution = grounds, Attribution(pair.second)
        self._pinned: Sequence[MapLayer] = ()
        self._drawings, self._labels = Drawings(), LabelSets()
        session.shown.connect(self._entitle)
        session.changed.connect(self._follow)
        grounds.changed.connect(self._show_pinned)
        self._open()
        follow_language(self._show_pinned)

    def switch(self) -> None:
        """Pin the map as it is now, or close the pinned one."""
        document = self._session.document
        if document.pinned is not None:
            title, pinned = tr("Close the pinned map"), None
        else:
            title, pinned = tr("Pin the map"), _pinned_of(document)
        self._session.apply(title, document.model_copy(update={"pinned": pinned}))

    def _follow(self, before: Document, after: Document) -> None:
        if before.pinned != after.pinned:
            self._open()

    def _open(self) -> None:
        """Show the map that the document has pinned; what it needs is read first."""
        pinned = self._session.document.pinned
        if pinned is None:
            self._pinned = ()
            if self._pair.split:
                self._pair.close_second()
            return
        wanted = self._document_of(pinned)
        scene = self._session.scene
        if scene.is_read(wanted):
            self._take(wanted)
        else:
            self._operations.read(partial(scene.read, wanted), partial(self._take_read, wanted))
        if (what := scene.asks(wanted)) is not None:
            self._operations.do(what, partial(scene.ask, wanted), partial(self._take_read, wanted))

    def _document_of(self, pinned: Pinned) -> Document:
        told = {"layers": pinned.layers, "basemaps": pinned.basemaps, "time": pinned.time}
        return self._session.document.model_copy(update=told)

    def _take_read(self, wanted: Document, faults: list[BadInput]) -> None:
        for fault in faults:
            self._operations.report(fault)
        self._take(wanted)

    def _take(self, wanted: Document) -> None:
        """Show the layers of a pinned map, if it is still pinned."""
        pinned = self._session.document.pinned
        if pinned is None or pinned != _pinned_of(wanted):
            return
        self._pinned = self._session.scene.layers(wanted)
        if not self._pair.split:
            self._pair.open_second()
        self._show_pinned()
        self._entitle()

    def _show_pinned(self) -> None:
        pinned = self._session.document.pinned
        if pinned is None or not self._pair.split:
            return
        grounds = self._grounds.drawn(pinned.basemaps)
        names = [one.name for one in self._document_of(pinned).stack]
        drawn = stacked(names, self._drawings.named(self._pinned), grounds)
        labels = self._labels.of(self._pinned, current_language())
        self._pair.second.show_drawings(drawn, labels)
        self._attribution.show_text(self._grounds.attribution(pinned.basemaps))

    def _entitle(self) -> None:
        if self._pinned:
            self._pair.entitle(_title(self._session.layers), _pinned_title(self._pinned))

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "compare", "view", lambda: tr("Pin the map beside this one"),
                "mdi6.compare", self.switch, "Ctrl+Shift+M", group="map", switch=True,
                is_enabled=lambda: bool(self._session.layers), is_on=lambda: self._pair.split,
            )
        ]  # fmt: skip


def _pinned_of(document: Document) -> Pinned:
    """Return what is pinned when a document is."""
    return Pinned(layers=document.layers, basemaps=document.basemaps, time=document.time)


def _title(layers: Sequence[MapLayer]) -> Bilingual:
    """Return what a map is about: its topmost filled layer, by its title and what it shows."""
    shown = [one for one in reversed(layers) if one.visible]
    topmost = min(shown, key=lambda one: not one.look.filled, default=None)
    if topmost is None:
        return tr("Empty map").both()
    if len(topmost.style.classes) < 2 or topmost.style.title == topmost.title:
        return topmost.title
    what, of = topmost.style.title, topmost.title
    return {"zh": f"{of['zh']}：{what['zh']}", "en": f"{of['en']}: {what['en']}"}


def _pinned_title(layers: Sequence[MapLayer]) -> Bilingual:
    title = _title(layers)
    return {
        "zh": tr("{title} (pinned)", title=title["zh"]).render("zh"),
        "en": tr("{title} (pinned)", title=title["en"]).render("en"),
    }
