"""A hierarchy as Qt's views see it: a tree of names and codes."""

from PyQt6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from gridloom_desktop.window.model.hierarchy import NOWHERE, Hierarchy, Member
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

MIME = "application/x-gridloom-member"
NAME, CODE, BELOW = range(3)


class HierarchyModel(QAbstractItemModel):
    """The members of a hierarchy; a position in it is the internal id of an index.

    ``moved(position, parent)`` follows a drop of a member on one that it can belong to.
    """

    moved = pyqtSignal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hierarchy = Hierarchy("areas", (), {})
        self._rows: dict[int, int] = {}

    def show(self, hierarchy: Hierarchy) -> None:
        """Show another hierarchy."""
        self.beginResetModel()
        self.hierarchy = hierarchy
        self._rows = {at: row for below in hierarchy.children.values()
                      for row, at in enumerate(below)}  # fmt: skip
        self.endResetModel()

    def at(self, index: QModelIndex) -> int:
        """Return the position of an index; ``NOWHERE`` of none."""
        return index.internalId() if index.isValid() else NOWHERE

    def member(self, index: QModelIndex) -> Member | None:
        """Return the member at an index."""
        at = self.at(index)
        return None if at == NOWHERE else self.hierarchy.members[at]

    def index_of(self, at: int) -> QModelIndex:
        """Return the index of a position."""
        return QModelIndex() if at == NOWHERE else self.createIndex(self._rows[at], 0, at)

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """Return the index of a child."""
        below = self.hierarchy.children.get(self.at(parent), [])
        if 0 <= row < len(below) and 0 <= column < self.columnCount():
            return self.createIndex(row, column, below[row])
        return QModelIndex()

    def parent(self, child: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the index of what a member belongs to."""
        member = self.member(child)
        return QModelIndex() if member is None else self.index_of(member.parent)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many members belong to one."""
        return 0 if parent.column() > 0 else len(self.hierarchy.children.get(self.at(parent), []))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802, ARG002
        """Name, code, and how many there are below."""
        return 3

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is shown of a member."""
        member = self.member(index)
        if member is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts(index, member)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() != NAME:
            return QColor(theme().muted)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == BELOW:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _texts(self, index: QModelIndex, member: Member) -> tuple[str, str, str]:
        count = len(self.hierarchy.children.get(self.at(index), []))
        return member.name or member.code or "–", member.code, f"{count:,}" if count else ""

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return str((tr("Name"), tr("Code"), tr("Below it"))[section])

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let what can be changed be dragged to another parent."""
        own = self.hierarchy.is_own
        moving = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        usual = super().flags(index)
        return usual | moving if own and index.isValid() else usual

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Return what is dragged."""
        return [MIME]

    def mimeData(self, indexes: object) -> QMimeData:  # noqa: N802
        """Return the position that is dragged."""
        data = QMimeData()
        first = next(iter(indexes))  # pyright: ignore[reportArgumentType, reportCallIssue]
        data.setData(MIME, str(self.at(first)).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """A member goes to its parent; no copy stays."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(  # noqa: N802
        self,
        data: QMimeData | None,
        action: Qt.DropAction,  # noqa: ARG002
        row: int,  # noqa: ARG002
        column: int,  # noqa: ARG002
        parent: QModelIndex,
    ) -> bool:
        """Say whether what is dragged can belong to what is under the pointer."""
        if data is None or not data.hasFormat(MIME):
            return False
        at, onto = int(data.data(MIME).data()), self.at(parent)
        here = self.hierarchy.members[at].parent == onto
        return not here and onto in self.hierarchy.parents_for(at)

    def dropMimeData(  # noqa: N802
        self,
        data: QMimeData | None,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex,
    ) -> bool:
        """Ask for the move; the tree follows when it is done."""
        if data is not None and self.canDropMimeData(data, action, row, column, parent):
            self.moved.emit(int(data.data(MIME).data()), self.at(parent))
        return False
