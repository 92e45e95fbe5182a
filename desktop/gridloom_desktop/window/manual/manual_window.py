"""A window to read the manual in: contents or what was found to the left, a page to the right."""

from PyQt6.QtCore import QSize, Qt, QUrl
from PyQt6.QtGui import QAction, QDesktopServices, QKeySequence
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.manual.page_view import PageView
from gridloom_desktop.window.model import manual
from gridloom_desktop.window.model.manual import CONTENTS, ManualPage
from gridloom_layers.language import current_language, tr

SIZE = QSize(1180, 820)
LIST_WIDTH = 320


class ManualWindow(QWidget):
    """Shows pages of the manual in the language of the window; works without a network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("manual")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page = CONTENTS
        self.search, self.list, self.nothing = QLineEdit(), QListWidget(), QLabel()
        self.view = PageView()
        self.back = IconButton("mdi6.arrow-left", tr("Back"))
        self.forward = IconButton("mdi6.arrow-right", tr("Forward"))
        self.home = IconButton("mdi6.table-of-contents", tr("Contents"))
        self.previous = IconButton("mdi6.chevron-up", tr("Page before"))
        self.next = IconButton("mdi6.chevron-down", tr("Page after"))
        self._arrange()
        self._connect()
        self.resize(SIZE)
        follow_language(self.retranslate)
        self.view.setFocus()  # keys scroll at once

    def _arrange(self) -> None:
        self.nothing.setObjectName("caption")
        self.nothing.setWordWrap(True)
        self.list.setSpacing(4)  # Qt cuts the last line of what it wraps: here each is shortened
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.search.setClearButtonEnabled(True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 6, 12)
        for widget in (self.search, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        right = QWidget()
        page = QVBoxLayout(right)
        page.setContentsMargins(6, 12, 12, 12)
        page.addLayout(self._bar())
        page.addWidget(self.view, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setSizes([LIST_WIDTH, SIZE.width() - LIST_WIDTH])
        parts.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        for button in (self.home, self.back, self.forward):
            bar.addWidget(button)
        bar.addStretch(1)
        for button in (self.previous, self.next):
            bar.addWidget(button)
        return bar

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._fill())
        self.search.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(lambda item, _: self._open_item(item))
        self.view.sourceChanged.connect(self._arrive)
        self.view.anchorClicked.connect(self._follow)
        self.view.backwardAvailable.connect(self.back.setEnabled)
        self.view.forwardAvailable.connect(self.forward.setEnabled)
        self.back.clicked.connect(self.view.backward)
        self.forward.clicked.connect(self.view.forward)
        self.home.clicked.connect(lambda _: self.open_page(CONTENTS))
        self.previous.clicked.connect(lambda _: self._step(-1))
        self.next.clicked.connect(lambda _: self._step(1))
        for keys, do in (
            ("Alt+Left", self.view.backward), ("Alt+Right", self.view.forward),
            ("Ctrl+PgUp", lambda: self._step(-1)), ("Ctrl+PgDown", lambda: self._step(1)),
            ("Alt+Home", lambda: self.open_page(CONTENTS)), ("Ctrl+F", self.search.setFocus),
            ("Esc", self.close),
        ):  # fmt: skip
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _, do=do: do())
            self.addAction(action)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)

    @property
    def page(self) -> ManualPage:
        """The page that is shown."""
        return manual.page(current_language(), self._page)

    def open_page(self, name: str) -> None:
        """Show a page; the contents where there is none of this name."""
        self.view.show_file(manual.page(current_language(), name).path)

    def _step(self, step: int) -> None:
        if (other := manual.beside(current_language(), self._page, step)) is not None:
            self.open_page(other.name)

    def _follow(self, url: QUrl) -> None:
        """Follow a link to a page here; others belong to the browser."""
        target = self.view.source().resolved(url)
        if target.isLocalFile() and target.path().endswith(".md"):
            self.open_page(target.fileName().removesuffix(".md"))
        elif target.scheme() in ("http", "https"):
            QDesktopServices.openUrl(target)

    def _arrive(self, url: QUrl) -> None:
        """Follow to where the view has gone, by a link or through its history."""
        self._page = url.fileName().removesuffix(".md")
        language = current_language()
        for button, step in ((self.previous, -1), (self.next, 1)):
            button.setEnabled(manual.beside(language, self._page, step) is not None)
        self.setWindowTitle(str(tr("{page} – Manual", page=self.page.title)))
        self._mark()

    def _mark(self) -> None:
        """Mark the page in the list, where it is there."""
        self.list.blockSignals(True)
        rows = range(self.list.count())
        self.list.setCurrentRow(next((row for row in rows if self._name(row) == self._page), -1))
        self.list.blockSignals(False)

    def _name(self, row: int) -> str:
        item = self.list.item(row)
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else ""

    def _fill(self) -> None:
        """List all pages, or those with the words that are searched for."""
        language, words = current_language(), self.search.text().strip()
        listed = [(hit.page, hit.line) for hit in manual.search(language, words)]
        if not words:
            listed = [(one, "") for one in manual.pages(language)]
        self.list.blockSignals(True)
        self.list.clear()
        for one, line in listed:
            item = QListWidgetItem(f"{one.title}\n{line}" if line else one.title)
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.nothing.setVisible(not listed)
        self._mark()

    def _open_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open_page(item.data(Qt.ItemDataRole.UserRole))

    def _open_first(self) -> None:
        if self.search.text().strip() and self.list.count():
            self.open_page(self._name(0))

    def retranslate(self) -> None:
        """Show the page in the current language."""
        self.search.setPlaceholderText(str(tr("Search the manual")))
        self.search.setAccessibleName(str(tr("Search the manual")))
        self.nothing.setText(str(tr("No page has these words.")))
        self.list.setAccessibleName(str(tr("Pages")))
        self._fill()
        self.open_page(self._page)
