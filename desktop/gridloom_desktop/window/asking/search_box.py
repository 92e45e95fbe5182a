"""The search over the map: a place by its name or code; Enter goes there."""

from functools import partial

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.asking.latest import Latest
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.model.asking.places import Place, find_places
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

WIDTH, TOP = 460, 14
MOST_ROWS = 9
PLACE = Qt.ItemDataRole.UserRole


class SearchBox(QFrame):
    """Lies over a map while something is looked for. ``chosen`` follows the place to go to."""

    chosen = pyqtSignal(object)

    def __init__(self, session: Session, operations: Operations, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.setAutoFillBackground(True)
        self.looking = Latest(operations, self)
        self.line, self.list, self.hint = QLineEdit(), QTreeWidget(), QLabel()
        self._set_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        for part in (self.line, self.hint, self.list):
            column.addWidget(part)
        over.installEventFilter(self)
        self.hide()
        follow_language(self.retranslate)

    def _set_up(self) -> None:
        self.line.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setClearButtonEnabled(True)
        self.line.textEdited.connect(self._look)
        self.line.installEventFilter(self)
        self.hint.setObjectName("caption")
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        header = self.list.header()
        if header is not None:
            header.setStretchLastSection(False)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.hide()

    def open(self) -> None:
        """Begin to search."""
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()
        self.line.selectAll()

    def close_search(self) -> None:
        """Leave the map to itself again."""
        self.looking.drop()
        self.hide()
        if (over := self.parentWidget()) is not None:
            over.setFocus()

    def _place(self) -> None:
        if (over := self.parentWidget()) is not None:
            self.move(max((over.width() - WIDTH) // 2, 0), TOP)

    def _look(self, text: str) -> None:
        if not text.strip():
            self.looking.drop()
            self._show([])
            return
        work = partial(find_places, self._session.store, text)
        self.looking.ask(work, self._show, lambda error: self._refuse(error))

    def _refuse(self, error: BaseException) -> None:
        self._show([])
        self.hint.setText(str(error))

    def _show(self, places: list[Place]) -> None:
        self.list.clear()
        for place in places:
            item = QTreeWidgetItem(self.list, [shown(place.label), shown(place.kind)])
            item.setData(0, PLACE, place)
            item.setToolTip(0, shown(place.label))
        if places:
            self.list.setCurrentItem(self.list.topLevelItem(0))
        self.list.setVisible(bool(places))
        height = max(self.list.sizeHintForRow(0), 18)
        self.list.setFixedHeight(height * min(len(places), MOST_ROWS) + 4)
        asked = bool(self.line.text().strip())
        none = tr("Nothing is called so. People are not searched for.")
        usual = tr("Grids, communities, buildings, facilities, companies, events")
        self.hint.setText(str(none if asked else usual))
        self.hint.setVisible(not places)
        self.adjustSize()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.close_search()
            self.chosen.emit(item.data(0, PLACE))

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Move in the list from the line, and stay in the middle of the map."""
        if a1 is None:
            return False
        if a0 is self.line and isinstance(a1, QKeyEvent) and a1.type() == QEvent.Type.KeyPress:
            return self._key(a1)
        if a0 is self.parentWidget() and a1.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_search()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose(self.list.currentItem())
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case _:
                return False
        return True

    def _step(self, by: int) -> None:
        current = self.list.indexOfTopLevelItem(self.list.currentItem())
        at = min(max(current + by, 0), self.list.topLevelItemCount() - 1)
        self.list.setCurrentItem(self.list.topLevelItem(at))

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.line.setPlaceholderText(str(tr("A place by its name, address or code")))
        self._show([])
