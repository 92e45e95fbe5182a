"""The style of a layer: colours, sizes and outlines, heat, each on a page."""

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.layer_tree.colours_page import ColoursPage
from gridloom_desktop.window.layer_tree.heat_page import HeatPage
from gridloom_desktop.window.layer_tree.style_draft import StyleDraft
from gridloom_desktop.window.layer_tree.symbols_page import SymbolsPage
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.outline import Kind, title_of
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

USUAL = 460, 580
BESIDE = 16, 110
"""Pixels from the right and the upper edge of the window."""


class StyleDialog(QDialog):
    """Changes how a layer looks while the map shows it: all that is done here is one step."""

    def __init__(self, draft: StyleDraft, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "colour")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._draft = draft
        self.colours, self.symbols = ColoursPage(draft), SymbolsPage(draft, kind)
        self.heat = HeatPage(draft, kind) if self._can_be_hot(kind) else None
        self.tabs = QTabWidget()
        for page in self.pages:
            self.tabs.addTab(page, "")
        self._arrange()
        follow_language(self.retranslate)
        draft.session.changed.connect(self._refresh)
        draft.session.shown.connect(self._refresh)
        self.finished.connect(self._leave)

    def _can_be_hot(self, kind: Kind) -> bool:
        layer = self._draft.layer
        return kind != "line" and (layer is None or layer.attributes is None)

    @property
    def pages(self) -> list[ColoursPage | SymbolsPage | HeatPage]:
        """The pages, as their tabs stand."""
        return [self.colours, self.symbols, *([self.heat] if self.heat is not None else [])]

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)
        self.resize(*USUAL)
        if (window := self.parentWidget()) is not None:  # beside the map, which shows what is done
            place = QPoint(max(window.width() - self.width() - BESIDE[0], 0), BESIDE[1])
            self.move(window.mapToGlobal(place))

    def retranslate(self) -> None:
        """Write everything in the current language."""
        title = shown(title_of(self._draft.session.store, self._draft.view))
        self.setWindowTitle(str(tr("Style of “{layer}”", layer=title)))
        for number, page in enumerate(self.pages):
            self.tabs.setTabText(number, str(page.title))

    def _refresh(self, *_: object) -> None:
        if self._draft.acts.view(self._draft.name) is None:  # it was deleted meanwhile
            self.reject()
            return
        for page in self.pages:
            page.refresh()

    def _leave(self, code: int) -> None:
        """Keep what was done, or take it back: then it was no step at all."""
        session = self._draft.session
        session.changed.disconnect(self._refresh)
        session.shown.disconnect(self._refresh)
        if code != QDialog.DialogCode.Accepted:
            self._draft.take_back()
