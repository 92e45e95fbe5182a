"""What is linked to a subject: a branch for each relation, with its first rows below it."""

from collections import Counter
from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gridloom_desktop.window.inks import INK, InkDelegate
from gridloom_desktop.window.model.asking.subjects import RelationTold, Subject
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

HELD, LEADS_TO = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
OPEN_WITH = 3
"""A relation of so many rows or fewer is opened at once."""


class RelationTree(QTreeWidget):
    """Lists relations. ``followed`` is a subject to open, ``marked`` that another line is."""

    followed = pyqtSignal(object)
    marked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setItemDelegate(InkDelegate(self))
        self.setHeaderHidden(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        if header is not None:
            header.setStretchLastSection(False)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(self._follow)
        self.itemActivated.connect(self._follow)
        self.currentItemChanged.connect(lambda *_: self.marked.emit())

    def show_relations(self, relations: Sequence[RelationTold]) -> None:
        """Show relations in the current language; those without rows are left out."""
        self.clear()
        alike = Counter(shown(each.title) for each in relations if not each.none)
        for each in relations:
            if not each.none:
                self._add(each, several=alike[shown(each.title)] > 1)
        self.setVisible(bool(relations))

    def _add(self, relation: RelationTold, *, several: bool) -> None:
        title, path = shown(relation.title), shown(relation.path)
        named = str(tr("{title} ({way})", title=title, way=path)) if several else title
        only = relation.rows[0] if len(relation.rows) == 1 and relation.is_one else None
        if only is not None:
            named = str(tr("{relation}: {name}", relation=named, name=shown(only.label)))
        branch = QTreeWidgetItem(self, [named, "" if only else shown(relation.count)])
        branch.setData(0, HELD, relation)
        branch.setData(0, LEADS_TO, only)
        branch.setToolTip(0, f"{named}\n{path}")
        branch.setData(0, INK, "accent" if only else "muted" if relation.withheld else "ink")
        branch.setData(1, INK, "muted")
        branch.setFirstColumnSpanned(only is not None)
        for subject in () if only else relation.rows:
            row = QTreeWidgetItem(branch, [shown(subject.label)])
            row.setData(0, LEADS_TO, subject)
            row.setData(0, INK, "accent")
            row.setToolTip(0, shown(subject.label))
            row.setFirstColumnSpanned(True)
        branch.setExpanded(len(relation.rows) <= OPEN_WITH)

    def relation(self) -> RelationTold | None:
        """Return the relation that is marked, itself or by one of its rows."""
        item = self.currentItem()
        while item is not None and item.parent() is not None:
            item = item.parent()
        return item.data(0, HELD) if item is not None else None

    def _follow(self, item: QTreeWidgetItem) -> None:
        subject = item.data(0, LEADS_TO)
        if isinstance(subject, Subject):
            self.followed.emit(subject)
