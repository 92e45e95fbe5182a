"""Edits of what is selected: values, outlines, areas cut and merged; each one step to be undone."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Given
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.editing.arranging import Arranging
from gridloom_desktop.window.editing.committing import Committing
from gridloom_desktop.window.editing.drawing import Drawing
from gridloom_desktop.window.editing.history_dialog import HistoryDialog
from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.editing.value_dialog import ValueDialog
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tools.cut import Cut
from gridloom_desktop.window.map.tools.move_shape import MoveShape
from gridloom_desktop.window.map.tools.reshape import Reshape
from gridloom_desktop.window.map.tools.shape_tool import ShapeTool
from gridloom_desktop.window.model.asking.subjects import Subject
from gridloom_desktop.window.model.editing import FieldNow, fields_now, told_edits, with_followers
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.editing import correct_with_references, merge_areas
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Editing(QObject):
    """Edits the rows that are selected; asks why before anything is kept."""

    def __init__(
        self,
        session: Session,
        operations: Operations,
        canvas: MapCanvas,
        preferences: Preferences,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._operations = session, operations
        self._preferences, self._window = preferences, window
        self.committing = Committing(session, operations, window)
        self.drawing = Drawing(session, operations, canvas, preferences, self.committing, window)

        self.arranging = Arranging(session, operations, preferences, self.committing, window)
        self.arranging.correction_asked.connect(self.correct_row)
        self.arranging.edits_asked.connect(self.show_edits)

    @property
    def _keys(self) -> list[int]:
        selection = self._session.selection
        return [] if selection is None else selection.keys.tolist()

    @property
    def _count(self) -> int:
        """How many rows are selected: asked with each move of a brush, over a million of them."""
        selection = self._session.selection
        return 0 if selection is None else len(selection.keys)

    @property
    def _table(self) -> str:
        selection = self._session.selection
        return "" if selection is None else selection.table

    def _has_one(self) -> bool:
        return self.drawing.tool is None and self._count == 1

    def _has_shape(self) -> bool:
        return self._has_one() and self._kind() is not None

    def _has_area(self) -> bool:
        return self._has_one() and self._kind() == "area" and self._is_layer()

    def _has_areas(self) -> bool:
        several = self.drawing.tool is None and self._count > 1
        return several and self._kind() == "area" and self._is_layer()

    def _kind(self) -> str | None:
        table = self._session.store.tables.get(self._table)
        return table.geometry if table else None

    def _is_layer(self) -> bool:
        table = self._session.store.tables.get(self._table)
        return table is not None and table.layer is not None

    def _called(self, table: str) -> Message:
        """Return what a table is called, in whatever language it is read."""
        return Given.of(table_heading(self._session.store.table(table)))

    # values

    def correct(self) -> None:
        """Ask for another value of a field of the selected row."""
        self._read_fields(self._table, self._keys[0], lambda _: None)

    def correct_row(self, subject: Subject) -> None:
        """Ask for another value of a field of a row, its name first."""
        self._read_fields(
            subject.table, subject.row_key, lambda dialog: dialog.choose(dialog.naming)
        )  # fmt: skip

    def correct_field(self, subject: Subject, name: str, value: str | None) -> None:
        """Ask why a field of a row shall have a value; without one, for the value too."""
        self._read_fields(
            subject.table, subject.row_key, lambda dialog: dialog.choose(name, value)
        )  # fmt: skip

    def _read_fields(self, table: str, key: int, then: Callable[[ValueDialog], None]) -> None:
        def read(_: Progress) -> list[FieldNow]:
            store = self._session.store
            return with_followers(store, table, key, fields_now(store, table, key))

        self._operations.read(read, partial(self._ask_value, table, key, then))

    def _ask_value(
        self, table: str, key: int, then: Callable[[ValueDialog], None], fields: list[FieldNow]
    ) -> None:
        dialog = ValueDialog(self._window, self._preferences, fields)
        then(dialog)
        self.committing.ask(dialog, partial(self._correct, dialog, table, key))

    def _correct(self, dialog: ValueDialog, table: str, key: int) -> None:
        now, value, why = dialog.now, dialog.value, dialog.why
        field = Given.of(now.title)
        title = tr("Correct “{field}” in “{table}”", field=field, table=self._called(table))
        self.committing.commit(title, lambda store, progress: correct_with_references(
            store, table, key, now.name, value, why, progress
        ), dialog)  # fmt: skip

    # areas

    def draw(self, kind: type[ShapeTool]) -> None:
        """Begin to draw on the map."""
        self.drawing.begin(kind, self._table, self._keys[0])

    def merge(self) -> None:
        """Ask why the selected areas are one."""
        table, keys = self._table, self._keys
        called = self._called(table)
        title = tr("Merge {count:,} areas of “{table}” into one", count=len(keys), table=called)
        dialog = ReasonDialog(self._window, lambda: title, self._preferences)
        self.committing.ask(dialog, lambda: self._merge(title, dialog, table, keys))

    def _merge(self, title: Message, dialog: ReasonDialog, table: str, keys: list[int]) -> None:
        why = dialog.why
        self.committing.commit(title, lambda store, progress: merge_areas(
            store, table, keys, keys[0], why, progress
        ), dialog)  # fmt: skip

    # what was edited

    def show_history(self) -> None:
        """List what was edited in the selected row, or in its table where several are."""
        keys = self._keys
        self._show_edits(self._table, keys[0] if len(keys) == 1 else None)

    def show_edits(self, subject: Subject, field: str | None = None) -> None:
        """List what was edited in a row, or in one field of it."""
        self._show_edits(subject.table, subject.row_key, field)

    def _show_edits(self, table: str, row_key: int | None, field: str | None = None) -> None:
        title = tr("Edits in “{table}”", table=self._called(table))
        self._operations.read(
            lambda _: told_edits(self._session.store, table, row_key, field),
            lambda told: HistoryDialog(self._window, lambda: title, told).show(),
        )

    def commands(self) -> Commands:
        """Return what can be done with what is selected."""
        return [
            Command(
                "correct", "edit", lambda: tr("Correct a value …"), "mdi6.pencil-outline",
                self.correct, "F2", group="values", is_enabled=self._has_one,
            ),
            self._drawing_command(Reshape, self._has_shape),
            self._drawing_command(MoveShape, self._has_shape),
            self._drawing_command(Cut, self._has_area),
            Command(
                "merge", "edit", lambda: tr("Merge the selected areas …"),
                "mdi6.vector-union", self.merge, group="shapes", is_enabled=self._has_areas,
            ),
            Command(
                "edits", "edit", lambda: tr("What was edited here"), "mdi6.history",
                self.show_history, group="edits", is_enabled=lambda: bool(self._count),
            ),
            *self.arranging.commands(),
        ]  # fmt: skip

    def _drawing_command(self, kind: type[ShapeTool], may: Callable[[], bool]) -> Command:
        return Command(
            kind.name, "edit", lambda: kind.title, kind.icon, partial(self.draw, kind),
            group="shapes", is_enabled=may,
        )  # fmt: skip
