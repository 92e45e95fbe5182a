"""A window that shows what belongs to what, as a tree and a table, with what can be done to it."""

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.editing.hierarchy_model import BELOW, CODE, NAME, HierarchyModel
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.hierarchy import KINDS, NOWHERE, Hierarchy, Member
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

SIZE = (920, 600)
SIDES = (400, 500)
ACTS = ("correct", "move", "add", "remove", "show", "edits")


class HierarchyWindow(QDialog):
    """``asked(act, position)`` follows a button, ``kind_chosen`` another kind.

    The tree tells what belongs to what; beside it are the members below the one that is chosen
    there. Both are views of one model. Acts are about the one chosen last.
    """

    asked = pyqtSignal(str, int)
    kind_chosen = pyqtSignal(str)
    adopted = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        offer_page(self, "correct")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = HierarchyModel(self)
        self.kind, self.tree, self.table = QComboBox(), QTreeView(), QTreeView()
        self._note, self.adopt = QLabel(), QPushButton()
        self.buttons = {act: QPushButton() for act in ACTS}
        self._chosen = NOWHERE
        self._set_up()
        self._arrange()
        follow_language(self.retranslate)
        self.resize(*SIZE)

    def _set_up(self) -> None:
        for kind in KINDS:
            self.kind.addItem("", kind)
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(self.kind.currentData()))
        self.adopt.setAutoDefault(False)
        self.adopt.setObjectName("primary")
        self.adopt.clicked.connect(lambda _: self.adopted.emit())
        self._note.setObjectName("summary")
        self._note.setWordWrap(True)
        for view in (self.tree, self.table):
            view.setModel(self.model)
            view.setUniformRowHeights(True)
            view.setAlternatingRowColors(True)
            view.setExpandsOnDoubleClick(False)
            view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            view.doubleClicked.connect(self._correct)
            if (selection := view.selectionModel()) is not None:
                selection.currentChanged.connect(self._choose)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        for act, button in self.buttons.items():
            button.setAutoDefault(False)  # Enter corrects what is chosen
            button.clicked.connect(lambda _, act=act: self.asked.emit(act, self._chosen))

    def _arrange(self) -> None:
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.tree)
        sides.addWidget(self.table)
        sides.setSizes(list(SIDES))
        for view, stretched in ((self.tree, NAME), (self.table, NAME)):
            if (header := view.header()) is not None:
                header.setStretchLastSection(False)
                header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
                header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnHidden(CODE, True)
        self.table.setColumnHidden(BELOW, False)
        acts = QHBoxLayout()
        for button in self.buttons.values():
            acts.addWidget(button)
        acts.addStretch(1)
        noted = QHBoxLayout()
        noted.addWidget(self._note, 1)
        noted.addWidget(self.adopt)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.kind)
        column.addLayout(noted)
        column.addWidget(sides, 1)
        column.addLayout(acts)

    def show_hierarchy(self, hierarchy: Hierarchy) -> None:
        """Show a hierarchy; what was unfolded and chosen stays so, where it is still there."""
        folds, chosen = self._unfolded(), self.chosen
        self.model.show(hierarchy)
        self.kind.setCurrentIndex(self.kind.findData(hierarchy.kind))
        for at, member in enumerate(hierarchy.members):
            if member.place in folds:
                self.tree.setExpanded(self.model.index_of(at), True)
        self._chosen = hierarchy.find(chosen.place) if chosen else NOWHERE
        if self._chosen == NOWHERE and hierarchy.members:
            self._chosen = 0
        index = self.model.index_of(self._chosen)
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)
        self._show_state()

    def _unfolded(self) -> set[tuple[str, int, str]]:
        members = self.model.hierarchy.members
        return {
            member.place
            for at, member in enumerate(members)
            if self.tree.isExpanded(self.model.index_of(at))
        }

    @property
    def chosen(self) -> Member | None:
        """The member that acts are about."""
        members = self.model.hierarchy.members
        return members[self._chosen] if 0 <= self._chosen < len(members) else None

    def _choose(self, current: QModelIndex, _: QModelIndex) -> None:
        if not current.isValid():
            return
        self._chosen = self.model.at(current)
        if self.sender() is self.tree.selectionModel():
            index = self.model.index_of(self._chosen)
            below = self.model.rowCount(index) > 0
            self.table.setRootIndex(index if below else self.model.parent(index))
        self._show_state()

    def _correct(self, _: QModelIndex) -> None:
        if self.buttons["correct"].isEnabled():
            self.asked.emit("correct", self._chosen)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        """Correct by F2 or Enter, remove by Delete."""
        keys = {Qt.Key.Key_F2: "correct", Qt.Key.Key_Return: "correct", Qt.Key.Key_Delete: "remove"}
        act = keys.get(Qt.Key(a0.key())) if a0 is not None else None
        if act is not None and self.buttons[act].isEnabled():
            self.asked.emit(act, self._chosen)
        else:
            super().keyPressEvent(a0)

    def _show_state(self) -> None:
        """Offer what can be done with what is chosen."""
        hierarchy, one = self.model.hierarchy, self.chosen
        own, classes = hierarchy.is_own and one is not None, hierarchy.kind != "areas"
        for act in ("correct", "edits"):
            self.buttons[act].setEnabled(own)
        self.buttons["move"].setEnabled(own and len(hierarchy.parents_for(self._chosen)) > 1)
        self.buttons["remove"].setEnabled(own)
        for act, there in (("add", classes), ("remove", classes), ("show", not classes)):
            self.buttons[act].setVisible(there)
        self.buttons["add"].setEnabled(hierarchy.is_own)
        self.buttons["show"].setEnabled(own)
        self.adopt.setVisible(not hierarchy.is_own)
        self._note.setText(self._told())
        self._note.setVisible(bool(self._note.text()))

    def _told(self) -> str:
        hierarchy = self.model.hierarchy
        if not hierarchy.members:
            return str(tr("Nothing of this kind is in the workspace; import it first."))
        if not hierarchy.is_own:
            return str(tr("These are classes of the national standard GB/T 30428. "
                          "To change them, take them over as the city’s own."))  # fmt: skip
        counts = dict.fromkeys(hierarchy.titles, 0)
        for member in hierarchy.members:
            counts[member.table] += 1
        texts = [f"{shown(hierarchy.titles[name])} {count:,}" for name, count in counts.items()]
        return " · ".join(texts) if hierarchy.kind == "areas" else ""

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(tr("Divisions and classes")))
        for place, title in enumerate(KINDS.values()):
            self.kind.setItemText(place, str(title))
        texts = {
            "correct": tr("Correct …"), "move": tr("Let it belong to …"), "add": tr("Add …"),
            "remove": tr("Remove …"), "show": tr("Select on the map"),
            "edits": tr("What was edited here"),
        }  # fmt: skip
        for act, text in texts.items():
            self.buttons[act].setText(str(text))
        self.adopt.setText(str(tr("Take over as the city’s own")))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, BELOW)
        self._show_state()
