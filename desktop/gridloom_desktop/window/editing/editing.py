"""Edits of what is selected: values, outlines, areas cut and merged; each one step to be undone."""

from collections.abc import Callable
from functools import partial

import shapely
from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.editing.drawing_board import DrawingBoard, Mode
from gridloom_desktop.window.editing.edit_bar import EditBar, heading
from gridloom_desktop.window.editing.history_dialog import HistoryDialog
from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.data_step import DataStep, taken
from gridloom_desktop.window.model.editing import (
    FieldNow,
    Outline,
    fields_now,
    outline_of,
    told_edits,
)
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.titles import table_title
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.editing import (
    Edited,
    Reason,
    correct_value,
    merge_areas,
    move,
    next_code,
    reshape,
    split_area,
)
from gridloom_layers.editing.values import value_of
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

Work = Callable[[FolderStore, Progress], object]


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
        self._canvas, self._preferences, self._window = canvas, preferences, window
        self.board: DrawingBoard | None = None
        self.bar: EditBar | None = None
        self.dialog: ReasonDialog | None = None

    # what is selected

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
        return self.board is None and self._count == 1

    def _has_shape(self) -> bool:
        return self._has_one() and self._kind() is not None

    def _has_area(self) -> bool:
        return self._has_one() and self._kind() == "area" and self._is_layer()

    def _has_areas(self) -> bool:
        several = self.board is None and self._count > 1
        return several and self._kind() == "area" and self._is_layer()

    def _kind(self) -> str | None:
        table = self._session.store.tables.get(self._table)
        return table.geometry if table else None

    def _is_layer(self) -> bool:
        table = self._session.store.tables.get(self._table)
        return table is not None and table.layer is not None

    def _called(self, table: str) -> str:
        """Return what a table is called in the language of the window."""
        info = self._session.store.tables.get(table)
        return shown(table_title(info)) if info else table

    # values

    def correct(self) -> None:
        """Ask for another value of a field of the selected row."""
        table, key = self._table, self._keys[0]
        work = partial(self._fields, table, key)
        self._operations.read(work, partial(self._ask_value, table, key))

    def _fields(self, table: str, key: int, _: Progress) -> list[FieldNow]:
        return fields_now(self._session.store, table, key)

    def _ask_value(self, table: str, key: int, fields: list[FieldNow]) -> None:
        dialog = ReasonDialog(
            self._window, lambda: tr("Correct a value"), self._preferences, fields
        )
        self._open(dialog, lambda: self._correct(dialog, table, key))

    def _correct(self, dialog: ReasonDialog, table: str, key: int) -> None:
        name, value, why = dialog.field.currentData(), dialog.new.currentText(), dialog.why
        title = tr(
            "Correct “{field}” in “{table}”",
            field=dialog.field.currentText(),
            table=self._called(table),
        )
        self._do(title, lambda store, progress: correct_value(
            store, table, key, name, value or None, why, progress
        ), dialog)  # fmt: skip

    # shapes

    def draw(self, mode: Mode) -> None:
        """Begin to draw on the map."""
        work = partial(self._outline, self._table, self._keys[0])
        self._operations.read(work, partial(self._begin, mode))

    def _outline(self, table: str, key: int, _: Progress) -> Outline:
        return outline_of(self._session.store, table, key)

    def _begin(self, mode: Mode, outline: Outline) -> None:
        if self.board is not None:
            return
        self.board = DrawingBoard(self._canvas, outline, mode)
        self.bar = EditBar(mode, self._canvas, may_share=outline.is_area and mode == "reshape")
        self.board.changed.connect(self._show_ready)
        self.board.ended.connect(self._end)
        self.bar.applied.connect(partial(self._end, True))
        self.bar.given_up.connect(partial(self._end, False))
        for widget in (self.board, self.bar):
            widget.show()
        self.board.setFocus()

    def _show_ready(self) -> None:
        if self.board is not None and self.bar is not None:
            self.bar.set_ready(ready=self.board.is_changed)

    def _end(self, accepted: bool) -> None:
        """Ask why what was drawn is right; or give it up."""
        board, bar = self.board, self.bar
        if board is None or bar is None:
            return
        if not accepted:
            self._put_away()
        elif board.is_changed:
            self._ask_why(board, bar)

    def _ask_why(self, board: DrawingBoard, bar: EditBar) -> None:
        outline = board.outline
        if board.mode == "cut":
            work = partial(self._code, outline)
            self._operations.read(work, partial(self._ask_code, board))
            return
        together = bar.together.isChecked() and board.mode == "reshape"
        dialog = ReasonDialog(self._window, lambda: heading(board.mode), self._preferences)
        self._open(dialog, lambda: self._keep_shape(dialog, board, together))

    def _keep_shape(self, dialog: ReasonDialog, board: DrawingBoard, together: bool) -> None:
        outline, shape, why = board.outline, board.sketch.shape, dialog.why
        table, key = outline.table, outline.row_key
        if board.mode == "move":
            before, after = outline.sketch.lines[0][0], board.sketch.lines[0][0]
            dx, dy = (after - before).tolist()
            title = tr("Move a shape of “{table}”", table=self._called(table))
            self._do(title, lambda store, progress: move(
                store, table, key, dx, dy, why, progress
            ), dialog)  # fmt: skip
            return
        title = tr("Draw an outline of “{table}” anew", table=self._called(table))
        self._do(title, lambda store, progress: reshape(
            store, table, key, shape, why, progress, together=together
        ), dialog)  # fmt: skip

    def _code(self, outline: Outline, _: Progress) -> str:
        store = self._session.store
        info = store.table(outline.table)
        if info.key is None:
            return ""
        try:
            return next_code(store, info, value_of(store, info, outline.row_key, info.key))
        except BadInput:  # the user knows it
            return ""

    def _ask_code(self, board: DrawingBoard, code: str) -> None:
        title = partial(heading, "cut")
        dialog = ReasonDialog(self._window, title, self._preferences, code=code)
        self._open(dialog, lambda: self._split(dialog, board))

    def _split(self, dialog: ReasonDialog, board: DrawingBoard) -> None:
        table, key, why = board.outline.table, board.outline.row_key, dialog.why
        line, code = shapely.LineString(board.line), dialog.code.text().strip() or None
        title = tr("Split an area of “{table}”", table=self._called(table))
        self._do(title, lambda store, progress: split_area(
            store, table, key, line, why, code, progress
        ), dialog)  # fmt: skip

    def merge(self) -> None:
        """Ask why the selected areas are one."""
        table, keys = self._table, self._keys
        dialog = ReasonDialog(self._window, lambda: self._merging(table, keys), self._preferences)
        self._open(dialog, lambda: self._merge(dialog, table, keys, dialog.why))

    def _merging(self, table: str, keys: list[int]) -> Message:
        called = self._called(table)
        return tr("Merge {count:,} areas of “{table}” into one", count=len(keys), table=called)

    def _merge(self, dialog: ReasonDialog, table: str, keys: list[int], why: Reason) -> None:
        title = tr(
            "Merge {count:,} areas of “{table}” into one",
            count=len(keys),
            table=self._called(table),
        )
        self._do(title, lambda store, progress: merge_areas(
            store, table, keys, keys[0], why, progress
        ), dialog)  # fmt: skip

    # what was edited

    def show_history(self) -> None:
        """List what was edited in the selected row, or in its table where several are."""
        table, keys = self._table, self._keys
        row_key = keys[0] if len(keys) == 1 else None
        self._operations.read(
            lambda _: told_edits(self._session.store, table, row_key),
            lambda told: HistoryDialog(
                self._window, lambda: tr("Edits in “{table}”", table=self._called(table)), told
            ).show(),
        )

    # how an edit is kept

    def _open(self, dialog: ReasonDialog, then: Callable[[], None]) -> None:
        self.dialog = dialog
        dialog.asked.connect(then)
        dialog.open()

    def _do(self, title: Message, work: Work, dialog: ReasonDialog) -> None:
        """Make an edit on the store's thread. What is wrong with it is told where it was asked."""
        self._operations.do(
            title,
            lambda progress: taken(self._session.store, lambda store: work(store, progress)),
            partial(self._take, title, dialog),
            partial(self._refuse, dialog),
        )

    def _refuse(self, dialog: ReasonDialog, error: BaseException) -> None:
        if isinstance(error, BadInput):
            dialog.tell(error)
        else:
            dialog.reject()
            self._operations.report(error)

    def _take(
        self, title: Message, dialog: ReasonDialog, done: tuple[object, DataStep | None]
    ) -> None:
        answer, step = done
        dialog.accept()
        self._put_away()
        self._session.take(title, step)
        if isinstance(answer, Edited) and answer.warnings:
            box = QMessageBox(self._window)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.setText("\n".join(str(each) for each in answer.warnings))
            box.open()

    def _put_away(self) -> None:
        for widget in (self.board, self.bar):
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.board = self.bar = None
        self._canvas.setFocus()

    def commands(self) -> Commands:
        """Return what can be done with what is selected."""
        return [
            Command(
                "correct", "edit", lambda: tr("Correct a value …"), "mdi6.pencil-outline",
                self.correct, "F2", group="values", is_enabled=self._has_one,
            ),
            Command(
                "reshape", "edit", lambda: tr("Draw the outline anew"), "mdi6.vector-polygon",
                partial(self.draw, "reshape"), group="shapes", is_enabled=self._has_shape,
            ),
            Command(
                "move", "edit", lambda: tr("Move the shape"), "mdi6.cursor-move",
                partial(self.draw, "move"), group="shapes", is_enabled=self._has_shape,
            ),
            Command(
                "split", "edit", lambda: tr("Split the area"), "mdi6.content-cut",
                partial(self.draw, "cut"), group="shapes", is_enabled=self._has_area,
            ),
            Command(
                "merge", "edit", lambda: tr("Merge the selected areas …"),
                "mdi6.vector-union", self.merge, group="shapes", is_enabled=self._has_areas,
            ),
            Command(
                "edits", "edit", lambda: tr("What was edited here"), "mdi6.history",
                self.show_history, group="edits", is_enabled=lambda: bool(self._count),
            ),
        ]  # fmt: skip
