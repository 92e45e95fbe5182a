"""What belongs to what, arranged anew: names, codes, parents, classes; each act one step."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import same
from gridloom_analytics.selecting import Rows
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.editing.class_dialogs import ClassDialog, MoveDialog, member_box
from gridloom_desktop.window.editing.committing import Committing
from gridloom_desktop.window.editing.hierarchy_window import HierarchyWindow
from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.model.asking.questions import with_table_shown
from gridloom_desktop.window.model.asking.subjects import Subject
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.hierarchy import KINDS, NOWHERE, Hierarchy, Kind, hierarchy
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.editing import (
    add_class,
    adopt_standard,
    assign,
    correct_value,
    remove_class,
)
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Arranging(QObject):
    """Opens the window of a hierarchy and does what is asked in it.

    ``correction_asked(subject)`` and ``edits_asked(subject)`` are done by others.
    """

    correction_asked = pyqtSignal(object)
    edits_asked = pyqtSignal(object)

    def __init__(
        self,
        session: Session,
        operations: Operations,
        preferences: Preferences,
        committing: Committing,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._operations = session, operations
        self._preferences, self._committing, self._parent = preferences, committing, window
        self._kind: Kind = "areas"
        self.window: HierarchyWindow | None = None
        session.data_changed.connect(self._read)

    def open(self) -> None:
        """Open the window, or bring it to the front."""
        if self.window is None:
            window = self.window = HierarchyWindow(self._parent)
            window.asked.connect(self.act)
            window.kind_chosen.connect(self._choose)
            window.adopted.connect(self._adopt)
            window.model.moved.connect(self.move)
            window.finished.connect(self._forget)
            self._read()
        self.window.show()
        self.window.raise_()

    def _forget(self, _: int) -> None:
        self.window = None

    def _choose(self, kind: Kind) -> None:
        self._kind = kind
        self._read()

    def _read(self, *_: object) -> None:
        if self.window is not None:
            self._operations.read(self._hierarchy, self._show)

    def _hierarchy(self, _: Progress) -> Hierarchy:
        return hierarchy(self._session.store, self._kind)

    def _show(self, found: Hierarchy) -> None:
        if self.window is not None and found.kind == self._kind:
            self.window.show_hierarchy(found)

    def act(self, name: str, at: int) -> None:
        """Do what a button of the window says with the member at a position."""
        acts: dict[str, Callable[[int], None]] = {
            "correct": lambda at: self.correction_asked.emit(self._subject(at)),
            "edits": lambda at: self.edits_asked.emit(self._subject(at)),
            "move": self.move,
            "add": self._add,
            "remove": self._remove,
            "show": self._select,
        }
        acts[name](at)

    @property
    def _shown(self) -> Hierarchy:
        assert self.window is not None  # noqa: S101 - acts come from it
        return self.window.model.hierarchy

    def _subject(self, at: int) -> Subject:
        one = self._shown.members[at]
        return Subject(one.table, one.row_key, same(one.name or one.code))

    def _select(self, at: int) -> None:
        one = self._shown.members[at]
        self._session.keep(with_table_shown(self._session.document, one.table))
        self._session.select(one.table, Rows(keys=(one.row_key,)))

    def move(self, at: int, onto: int = NOWHERE) -> None:
        """Ask to what a member shall belong, with an answer proposed, and why."""
        found = self._shown
        one, places = found.members[at], found.parents_for(at)
        title = tr("Let “{name}” belong to another one", name=one.name or one.code)
        chosen = one.parent if onto == NOWHERE else onto
        dialog = MoveDialog(
            self._dialog_parent, lambda: title, self._preferences,
            member_box(found, places, chosen), lambda: self._belongs(found, at),
            of_areas=found.kind == "areas",
        )  # fmt: skip
        self._committing.ask(dialog, partial(self._move, found, at, dialog))

    @property
    def _dialog_parent(self) -> QWidget:
        return self.window or self._parent

    def _belongs(self, found: Hierarchy, at: int) -> str:
        """Return to what a member belongs, and what goes with it."""
        one = found.members[at]
        now = found.members[one.parent].name if one.parent != NOWHERE else "–"
        below = len(found.children.get(at, []))
        told = tr("Belongs to “{parent}” now. Its code stays; what is below it goes with it: "
                  "{count:,}.", parent=now, count=below)  # fmt: skip
        return str(told)

    def _move(self, found: Hierarchy, at: int, dialog: MoveDialog) -> None:
        one, onto, why = found.members[at], found.members[dialog.onto], dialog.why
        fill = dialog.fill.isChecked()
        title = tr("Let “{name}” belong to “{parent}”",
                   name=one.name or one.code, parent=onto.name or onto.code)  # fmt: skip
        if found.kind == "areas":
            self._committing.commit(title, lambda store, progress: assign(
                store, one.table, one.row_key, onto.table, onto.row_key, why, progress, fill=fill
            ), dialog)  # fmt: skip
        else:
            self._committing.commit(title, lambda store, progress: correct_value(
                store, one.table, one.row_key, "parent_code", onto.code, why, progress
            ), dialog)  # fmt: skip

    def _add(self, at: int) -> None:
        found = self._shown
        wide = found.children.get(NOWHERE, [])
        near = at if at in wide or at == NOWHERE else found.members[at].parent
        dialog = ClassDialog(self._dialog_parent, self._preferences, member_box(found, wide, near))
        self._committing.ask(dialog, partial(self._keep_new, found, dialog))

    def _keep_new(self, found: Hierarchy, dialog: ClassDialog) -> None:
        at = dialog.wider.currentData()
        parent = None if at is None else found.members[at].code
        code, name, why = dialog.code.text(), dialog.name.text(), dialog.why
        self._committing.commit(tr("Add the class “{name}”", name=name),
                                lambda store, _: add_class(
            store, found.kind, code, name, parent, why
        ), dialog)  # fmt: skip

    def _remove(self, at: int) -> None:
        one = self._shown.members[at]
        title = tr("Remove the class “{name}”", name=one.name or one.code)
        dialog = ReasonDialog(self._dialog_parent, lambda: title, self._preferences)
        self._committing.ask(dialog, partial(self._keep_removed, title, one.table, one.row_key,
                                             dialog))  # fmt: skip

    def _keep_removed(self, title: Message, table: str, key: int, dialog: ReasonDialog) -> None:
        why = dialog.why
        self._committing.commit(title, lambda store, _: remove_class(store, table, key, why),
                                dialog)  # fmt: skip

    def _adopt(self) -> None:
        """Take the classes of the standard over as the city's own."""
        kind = self._kind
        title = tr("Take over “{classes}” as the city’s own", classes=KINDS[kind])
        self._operations.do(
            title,
            lambda _: taken(self._session.store, lambda store: adopt_standard(store, kind)),
            partial(self._take, title),
        )

    def _take(self, title: Message, done: tuple[object, DataStep | None]) -> None:
        self._session.take(title, done[1])

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "hierarchy", "edit", lambda: tr("Divisions and classes …"),
                "mdi6.file-tree-outline", self.open, group="edits",
            )
        ]  # fmt: skip
