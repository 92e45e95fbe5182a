"""The layers of a session as rows of a tree, their classes below them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from PyQt6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, pyqtSignal

from gridloom_desktop.window.model.counts import features_told
from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_desktop.window.model.outline import Branch
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

LAYER_MIME = "application/x-gridloom-layer"
TOP = QModelIndex()
Role = Qt.ItemDataRole


class LayerModel(QAbstractItemModel):
    """Rows in the order of the map, the topmost first.

    It holds what is shown and changes nothing: what the user does is told by signals, and comes
    back by :meth:`show`, which moves, adds and changes single rows, so that the view keeps what is
    unfolded and where it was scrolled to.
    """

    switched = pyqtSignal(str, bool)
    """A layer is to be shown or hidden."""
    class_switched = pyqtSignal(str, str, bool)
    """A class (layer, key) is to be shown or hidden."""
    renamed = pyqtSignal(str, str)
    """A layer is to be called so."""
    border_given = pyqtSignal(str, int, str)
    """The border above a class (layer, number of the class) is to be what was written."""
    moved = pyqtSignal(str, int)
    """A layer is to have so many layers under it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.branches: list[Branch] = []
        self._ids: dict[str, int] = {}
        self._own = uuid4().hex

    # What the view asks for.

    def index(self, row: int, column: int, parent: QModelIndex = TOP) -> QModelIndex:
        """Return the place of a layer, or of a class under a layer."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        return self.createIndex(row, column, self._id(self.branches[parent.row()].name))

    def _id(self, name: str) -> int:
        """Return a number for a layer that stays the same when it is moved."""
        return self._ids.setdefault(name, len(self._ids) + 1)

    def parent(self, child: QModelIndex = TOP) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the layer that a class belongs to."""
        number = child.internalId() if child.isValid() else 0
        if not number:
            return QModelIndex()
        row = next((i for i, one in enumerate(self.branches) if self._id(one.name) == number), -1)
        return self.createIndex(row, 0, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: QModelIndex = TOP) -> int:  # noqa: N802 - Qt's name
        """Return how many layers there are, or classes of a layer."""
        if not parent.isValid():
            return len(self.branches)
        return 0 if parent.internalId() else len(self.branches[parent.row()].entries)

    def columnCount(self, parent: QModelIndex = TOP) -> int:  # noqa: N802, ARG002
        """Return one: rows are painted whole."""
        return 1

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Return what a row says; the whole of it is had by :meth:`branch` and :meth:`entry`."""
        branch, entry = self.branch(index), self.entry(index)
        if branch is None:
            return None
        on = branch.visible if entry is None else not entry.hidden
        match role:
            case Role.DisplayRole | Role.AccessibleTextRole:
                return shown(branch.title if entry is None else entry.label)
            case Role.EditRole:
                return shown(branch.title) if entry is None else _number(entry.upper)
            case Role.CheckStateRole if entry is None or entry.is_class:
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Role.ToolTipRole:
                return _tip(branch) if entry is None else _class_tip(entry)
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Say what can be done with a row."""
        branch, entry = self.branch(index), self.entry(index)
        if branch is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        usual = (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )  # fmt: skip
        if entry is None:
            return usual | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        if not entry.is_class:
            return usual & ~Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable if entry.upper is not None else usual

    def setData(self, index: QModelIndex, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802
        """Tell what the user wants of a row: it changes when the document did."""
        branch, entry = self.branch(index), self.entry(index)
        if branch is None:
            return False
        if role == Role.CheckStateRole:
            on = Qt.CheckState(value) == Qt.CheckState.Checked
            if entry is None:
                self.switched.emit(branch.name, on)
            else:
                self.class_switched.emit(branch.name, entry.key, on)
            return True
        if entry is None:
            self.renamed.emit(branch.name, str(value))
        else:
            self.border_given.emit(branch.name, index.row(), str(value))
        return True

    # Dragging.

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Return that layers can be moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Return what can be dropped: a layer of this tree."""
        return [LAYER_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:  # noqa: N802
        """Return the layer that is dragged, by its name; no other tree takes it."""
        data = QMimeData()
        names = [branch.name for one in indexes if (branch := self.branch(one)) is not None]
        data.setData(LAYER_MIME, "\n".join([self._own, *names[:1]]).encode())
        return data

    def _dragged(self, data: QMimeData | None) -> str | None:
        """Return the layer of this tree that is dragged, if one is."""
        if data is None or not data.hasFormat(LAYER_MIME):
            return None
        own, _, name = data.data(LAYER_MIME).data().decode().partition("\n")
        return name if own == self._own and name else None

    def canDropMimeData(  # noqa: N802
        self,
        data: QMimeData | None,
        action: Qt.DropAction,  # noqa: ARG002
        row: int,  # noqa: ARG002
        column: int,  # noqa: ARG002
        parent: QModelIndex,  # noqa: ARG002
    ) -> bool:
        """Say whether a layer of this tree is dragged."""
        return self._dragged(data) is not None

    def dropMimeData(  # noqa: N802
        self,
        data: QMimeData | None,
        action: Qt.DropAction,  # noqa: ARG002
        row: int,
        column: int,  # noqa: ARG002
        parent: QModelIndex,
    ) -> bool:
        """Tell where a layer was dropped: between two layers, or on one, which it then lies over.

        Return False, as the view is not to take the row out by itself.
        """
        if (name := self._dragged(data)) is None:
            return False
        if parent.isValid():  # on a layer or among its classes
            row = parent.row() if row < 0 else parent.row() + 1
        row = len(self.branches) if row < 0 else row
        above = sum(one.name != name for one in self.branches[:row])
        self.moved.emit(name, len(self.branches) - 1 - above)
        return False

    # What is shown.

    def branch(self, index: QModelIndex) -> Branch | None:
        """Return the layer of a row, or that a class is of."""
        place = index.parent() if index.isValid() and index.internalId() else index
        there = place.isValid() and place.row() < len(self.branches)
        return self.branches[place.row()] if there else None

    def entry(self, index: QModelIndex) -> LegendEntry | None:
        """Return the class of a row, None for a layer."""
        branch = self.branch(index) if index.isValid() and index.internalId() else None
        there = branch is not None and index.row() < len(branch.entries)
        return branch.entries[index.row()] if branch and there else None

    def place(self, name: str) -> QModelIndex:
        """Return the row of a layer; an invalid one where there is none."""
        rows = (row for row, one in enumerate(self.branches) if one.name == name)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row, 0)

    def show(self, branches: Sequence[Branch]) -> None:
        """Show these layers: rows that stay are changed where they are, or moved."""
        wanted = {one.name for one in branches}
        for row in reversed(range(len(self.branches))):
            if self.branches[row].name not in wanted:
                self.beginRemoveRows(TOP, row, row)
                del self.branches[row]
                self.endRemoveRows()
        for row, branch in enumerate(branches):
            self._put(row, branch)
            self._change(row, branch)

    def _put(self, row: int, branch: Branch) -> None:
        """Bring the row of a layer to its place; make one where there is none."""
        old = next((i for i, one in enumerate(self.branches) if one.name == branch.name), None)
        if old is None:
            self.beginInsertRows(TOP, row, row)
            self.branches.insert(row, branch)
            self.endInsertRows()
        elif old != row:
            self.beginMoveRows(TOP, old, old, TOP, row)
            self.branches.insert(row, self.branches.pop(old))
            self.endMoveRows()

    def _change(self, row: int, branch: Branch) -> None:
        old = self.branches[row]
        if old == branch:
            return
        place = self.index(row, 0)
        before, after = len(old.entries), len(branch.entries)
        if after > before:
            self.beginInsertRows(place, before, after - 1)
            self.branches[row] = branch
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(place, after, before - 1)
            self.branches[row] = branch
            self.endRemoveRows()
        self.branches[row] = branch
        self.dataChanged.emit(place, place)
        if after:
            self.dataChanged.emit(self.index(0, 0, place), self.index(after - 1, 0, place))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _tip(branch: Branch) -> str:
    lines = [shown(branch.title)]
    if branch.about:
        lines.append(shown(branch.about))
    if branch.filter:
        lines.append(str(tr("Only: {filter}", filter=shown(branch.filter))))
    if branch.waiting:
        lines.append(str(tr("Is being read …")))
    return "\n".join(lines)


def _class_tip(entry: LegendEntry) -> str:
    return f"{shown(entry.label)}\n{features_told(entry.count, persons=entry.persons)}"
