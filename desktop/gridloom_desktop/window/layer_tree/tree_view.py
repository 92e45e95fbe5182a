"""The tree of layers as a view: mouse, keys and drags become what the user wants."""

from collections.abc import Mapping

from PyQt6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PyQt6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from gridloom_desktop.window.layer_tree.layer_delegate import LayerDelegate, Part, draw_chevron
from gridloom_desktop.window.layer_tree.layer_model import LayerModel
from gridloom_desktop.window.model.map_layer import ONLY_CLASS
from gridloom_desktop.window.model.outline import Branch
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

INDENT = 18
Pressed = tuple[Part, str, int]
"""A part of a row: its layer, and the number of its class (−1: the layer itself)."""


class TreeView(QTreeView):
    """Shows a :class:`LayerModel`; switches and unfolds by itself, tells the rest."""

    swatch_clicked = pyqtSignal(str, str)
    """The colour of a class (layer, key)."""
    filter_dropped = pyqtSignal(str)
    stepped = pyqtSignal(str, int)
    taken_off = pyqtSignal(str)
    menu_asked = pyqtSignal(QPoint)
    chosen = pyqtSignal(str)
    """Another layer is the one that is worked on."""

    def __init__(self, model: LayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = model
        self._pressed: Pressed | None = None
        self.setModel(model)
        self._delegate = LayerDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_asked)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def retranslate(self) -> None:
        """Write what the view says of itself anew."""
        self.setAccessibleName(str(tr("Layers")))

    @property
    def current(self) -> str | None:
        """The layer that is worked on."""
        branch = self._layers.branch(self.currentIndex())
        return None if branch is None else branch.name

    @property
    def current_class(self) -> str | None:
        """The key of the class that is worked on, None where it is a layer."""
        entry = self._layers.entry(self.currentIndex())
        return None if entry is None else entry.key

    def choose(self, name: str) -> None:
        """Work on a layer."""
        if (place := self._layers.place(name)).isValid():
            self.setCurrentIndex(place)
            self.scrollTo(place)

    def follow(self, before: Mapping[str, Branch]) -> None:
        """Follow a change of the rows: unfold legends that are new, give rows their height."""
        for row, branch in enumerate(self._layers.branches):
            old = before.get(branch.name)
            if branch.entries and branch.visible and not (old is not None and old.entries):
                self.expand(self._layers.index(row, 0))
            if old is None or (old.about, old.filter) != (branch.about, branch.filter):
                self.scheduleDelayedItemsLayout()

    def rename(self) -> None:
        """Let the user write another title for the layer."""
        if self.current is not None and (place := self._layers.place(self.current)).isValid():
            self.setFocus()
            self.setCurrentIndex(place)
            self.edit(place)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: N802
        """Tell which layer is worked on."""
        super().currentChanged(current, previous)
        self.chosen.emit(self.current or "")

    # Parts of rows are clicked where they were pressed.

    def _part(self, place: QPoint) -> Pressed | None:
        index = self.indexAt(place)
        branch = self._layers.branch(index)
        if branch is None or place.x() < self.visualRect(index).left():
            return None
        part = self._delegate.part_at(place, self.visualRect(index), index)
        return part, branch.name, index.row() if self._layers.entry(index) is not None else -1

    def mousePressEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """Remember what was pressed."""
        if e is not None and e.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._part(e.position().toPoint())
        super().mousePressEvent(e)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """Do what the part is for that was pressed and released."""
        super().mouseReleaseEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._part(event.position().toPoint()):
            self._click(*pressed)

    def mouseDoubleClickEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Rename a layer whose title is clicked twice; any other part is only clicked again."""
        pressed = self._part(e.position().toPoint()) if e is not None else None
        self._pressed = None
        if pressed is not None and pressed[0] == "text" and pressed[2] < 0:
            self.rename()
        else:
            self.mousePressEvent(e)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N802, N803
        """Drag a layer; nothing is clicked then."""
        self._pressed = None
        super().startDrag(supportedActions)

    def _click(self, part: Part, name: str, number: int) -> None:
        branch = next((one for one in self._layers.branches if one.name == name), None)
        if branch is None:
            return
        entry = branch.entries[number] if number >= 0 else None
        if part == "swatch":
            self.swatch_clicked.emit(name, entry.key if entry else ONLY_CLASS)
        elif part == "chip":
            self.filter_dropped.emit(name)
        elif entry is not None and entry.is_class:
            self._layers.class_switched.emit(name, entry.key, entry.hidden)
        elif part == "switch":
            self._layers.switched.emit(name, not branch.visible)

    def event(self, event: QEvent | None) -> bool:
        """Keep the keys of the tree from shortcuts of the window that are the same."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            moves = event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in STEPS
            if moves or event.key() in OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Move a layer by Ctrl+Up and Ctrl+Down, take it off by Del, choose a colour by Enter."""
        name = self.current
        if event is None or name is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Delete) and self.current_class is None:
            self.taken_off.emit(name)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in STEPS:
            self.stepped.emit(name, STEPS[Qt.Key(event.key())])
        elif event.key() in ENTER and self.state() != QAbstractItemView.State.EditingState:
            self._enter(name)
        else:
            super().keyPressEvent(event)

    def _enter(self, name: str) -> None:
        """Choose the colour of what is current; of a layer with classes fold these."""
        here = self.currentIndex()
        branch, entry = self._layers.branch(here), self._layers.entry(here)
        if self._layers.hasChildren(here):
            self.setExpanded(here, not self.isExpanded(here))
        elif entry is not None or (branch is not None and branch.colour):
            self.swatch_clicked.emit(name, self.current_class or ONLY_CLASS)

    def drawBranches(  # noqa: N802
        self, painter: QPainter | None, rect: QRect, index: QModelIndex
    ) -> None:
        """Draw the mark to unfold a layer in the line of its title."""
        if painter is not None:
            selected = self.selectionModel()
            if selected is not None and selected.isSelected(index):
                painter.fillRect(rect, QColor(theme().accent_pale))
            if self._layers.hasChildren(index):
                draw_chevron(painter, rect, self.isExpanded(index))


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OWN_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Space)
STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
