"""What can be done with the layers of a session, each act one step to undo."""

from PyQt6.QtCore import QMimeData, QObject, pyqtSignal
from PyQt6.QtWidgets import QApplication

from gridloom_analytics.selecting import Condition
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.model.colouring import with_border
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.outline import title_of, with_table, without
from gridloom_desktop.window.model.restyling import (
    CopiedStyle,
    coloured_by,
    duplicated,
    fits,
    stepped,
    style_of,
    with_class_painted,
    with_class_shown,
    with_opacity,
    with_style,
)
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.steps import Gesture
from gridloom_desktop.window.model.symbology import Colouring, Symbols
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

STYLE_MIME = "application/x-gridloom-style+json"


class LayerActs(QObject):
    """Changes the document of a session. ``made`` follows with a layer that is new."""

    made = pyqtSignal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._copied: bytes | None = None
        if (clipboard := QApplication.clipboard()) is not None:
            clipboard.dataChanged.connect(self._forget_copied)

    def _forget_copied(self) -> None:
        self._copied = None

    def _read_copied(self) -> bytes:
        """Return the style on the clipboard, empty where there is none.

        It is read once a change of the clipboard: what another program put there is fetched from
        it, which may take that program's time.
        """
        if self._copied is None:
            clipboard = QApplication.clipboard()
            data = clipboard.mimeData() if clipboard is not None else None
            there = data is not None and data.hasFormat(STYLE_MIME)
            self._copied = data.data(STYLE_MIME).data() if data is not None and there else b""
        return self._copied

    def _apply(self, title: Message, document: Document, gesture: Gesture | None = None) -> None:
        self._session.apply(title, document, gesture)

    def view(self, name: str) -> LayerView | None:
        """Return what the document says of a layer."""
        return self._session.document.layer(name)

    def switch(self, name: str, visible: bool) -> None:
        """Show or hide a layer."""
        title = tr("Show a layer") if visible else tr("Hide a layer")
        self._apply(title, self._session.document.changed(name, visible=visible))

    def switch_class(self, name: str, key: str, on: bool, gesture: Gesture | None = None) -> None:
        """Show or hide a class of a layer."""
        title = tr("Show a class") if on else tr("Hide a class")
        self._apply(title, with_class_shown(self._session.document, name, key, on), gesture)

    def rename(self, name: str, title: str) -> None:
        """Give a layer a title of its own; without one it is called as before."""
        title, document = title.strip(), self._session.document
        view, basemap = self.view(name), document.basemap(name)
        if basemap is not None and title:
            self._apply(tr("Rename a basemap"), document.changed(name, title=title))
        elif view is not None and title != shown(title_of(self._session.store, view)):
            self._apply(tr("Rename a layer"), document.changed(name, title=title or None))

    def move(self, name: str, place: int) -> None:
        """Move a layer so that ``place`` layers lie under it."""
        self._apply(tr("Move a layer"), self._session.document.moved(name, place))

    def step(self, name: str, step: int) -> None:
        """Move a layer up or down by some places."""
        self._apply(tr("Move a layer"), stepped(self._session.document, name, step))

    def set_opacity(self, name: str, opacity: float, gesture: Gesture) -> None:
        """Make a layer let through more or less, all along a gesture."""
        document = with_opacity(self._session.document, name, opacity)
        self._apply(tr("Opacity of a layer"), document, gesture)

    def colour(
        self, name: str, colouring: Colouring | None, gesture: Gesture | None = None
    ) -> None:
        """Colour a layer by a variable; by None in one colour, a result in its own style."""
        document = coloured_by(self._session.document, name, colouring)
        self._apply(tr("Colour a layer"), document, gesture)

    def paint(self, name: str, key: str, colour: str, gesture: Gesture | None = None) -> None:
        """Give a class of a layer a colour."""
        document = with_class_painted(self._session.document, name, key, colour)
        self._apply(tr("Colour of a class"), document, gesture)

    def symbolise(self, name: str, symbols: Symbols, gesture: Gesture | None = None) -> None:
        """Give a layer other sizes, outlines or heat."""
        document = self._session.document.changed(name, symbols=symbols)
        self._apply(tr("Style of a layer"), document, gesture)

    def give_border(
        self, name: str, number: int, text: str, gesture: Gesture | None = None
    ) -> BadInput | None:
        """Move the border above a class to what was written; return what is wrong with it."""
        layer, view = self._session.layer(name), self.view(name)
        if layer is None or view is None or view.colouring is None:
            return None
        try:
            value = read_number(text)
            colouring = with_border(
                layer.style, view.colouring, number, value, view.colouring.column
            )
        except BadInput as fault:
            return fault
        document = coloured_by(self._session.document, name, colouring)
        self._apply(tr("Border of a class"), document, gesture)
        return None

    def label(self, name: str, field: str | None) -> None:
        """Write a field beside the rows of a layer, or nothing."""
        document = self._session.document.changed(name, labels=field)
        self._apply(tr("Labels of a layer"), document)

    def filter(self, name: str, where: Condition | None) -> None:
        """Show some rows of a layer only, or all."""
        title = tr("Filter a layer") if where is not None else tr("Drop a filter")
        self._apply(title, self._session.document.changed(name, where=where))

    def duplicate(self, name: str) -> None:
        """Add a second view of a layer, with a style of its own."""
        view = self.view(name)
        if view is None:
            return
        titles = {
            shown(title_of(self._session.store, one)) for one in self._session.document.layers
        }
        document, made = duplicated(
            self._session.document, name, _free(shown(title_of(self._session.store, view)), titles)
        )
        self._apply(tr("Duplicate a layer"), document)
        self.made.emit(made)

    def copy_style(self, name: str) -> None:
        """Put the style of a layer on the clipboard, for layers of any window."""
        view, clipboard = self.view(name), QApplication.clipboard()
        if view is not None and clipboard is not None:
            data = QMimeData()
            data.setData(STYLE_MIME, style_of(view).model_dump_json().encode())
            clipboard.setMimeData(data)

    def copied_style(self, name: str) -> CopiedStyle | None:
        """Return the style on the clipboard, if the layer can have it."""
        view, copied = self.view(name), self._read_copied()
        if view is None or not copied:
            return None
        try:
            style = CopiedStyle.model_validate_json(copied)
        except ValueError:  # of another version
            return None
        known = self._session.store.tables.get(view.table)  # None while a new name is followed
        return style if known is not None and fits(style, view, known) else None

    def paste_style(self, name: str) -> None:
        """Give a layer the style on the clipboard."""
        view, style = self.view(name), self.copied_style(name)
        if view is not None and style is not None:
            table = self._session.store.table(view.table)
            self._apply(tr("Paste a style"), with_style(self._session.document, name, style, table))

    def take_off(self, name: str) -> None:
        """Take a layer off the map, which the workspace keeps, or a basemap."""
        is_basemap = self._session.document.basemap(name) is not None
        title = tr("Remove a basemap") if is_basemap else tr("Take a layer off the map")
        self._apply(title, without(self._session.document, name))

    def add(self, table: str) -> None:
        """Put a layer of the workspace on the map."""
        before = {one.name for one in self._session.document.layers}
        self._apply(tr("Add a layer"), with_table(self._session.document, table))
        for view in self._session.document.layers:
            if view.name not in before:
                self.made.emit(view.name)

    def refuse(self, fault: BadInput) -> None:
        """Tell a fault in a box over the window."""
        tell(QApplication.activeWindow(), fault)


def read_number(text: str) -> float:
    """Return the number that a user wrote, thousands separated or not; raise ``BadInput``."""
    plain = text.strip().replace(",", "").replace("，", "").replace("−", "-")
    try:
        value = float(plain)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise BadInput(
            "no-number",
            tr("“{text}” is not a number.", text=text.strip()),
            hint=tr("Write it with digits, such as 1200 or 0.5."),
        )
    return value


def _free(title: str, taken: set[str]) -> str:
    number = 2
    while (found := f"{title} {number}") in taken:
        number += 1
    return found
