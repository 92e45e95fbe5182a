"""Shapes edited on the map: begun with the outline of a row, drawn, asked why, kept."""

from functools import partial

from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Given
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.editing.committing import Committing, Work
from gridloom_desktop.window.editing.edit_bar import EditBar
from gridloom_desktop.window.editing.reason_dialog import CodeDialog, ReasonDialog
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tools.cut import Cut
from gridloom_desktop.window.map.tools.move_shape import MoveShape
from gridloom_desktop.window.map.tools.shape_tool import ShapeTool
from gridloom_desktop.window.model.editing import Outline, free_code, outline_of
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.editing import move, reshape, split_area
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Drawing:
    """Has a shape drawn by a tool of the map, under a bar that ends it.

    ``tool`` and ``bar`` are there while something is drawn.
    """

    def __init__(
        self,
        session: Session,
        operations: Operations,
        canvas: MapCanvas,
        preferences: Preferences,
        committing: Committing,
        window: QWidget,
    ) -> None:
        self._session, self._operations = session, operations
        self._canvas, self._window = canvas, window
        self._preferences, self._committing = preferences, committing
        self.tool: ShapeTool | None = None
        self.bar: EditBar | None = None

    def begin(self, kind: type[ShapeTool], table: str, row_key: int) -> None:
        """Read the outline of a row, then let a tool draw at it."""

        def read(_: Progress) -> Outline:
            return outline_of(self._session.store, table, row_key)

        self._operations.read(read, partial(self._take_up, kind))

    def _take_up(self, kind: type[ShapeTool], outline: Outline) -> None:
        if self.tool is not None:
            return
        self.tool = tool = kind(self._canvas, outline)
        shares = outline.is_area and not isinstance(tool, Cut)
        self.bar = EditBar(tool, self._canvas, may_share=shares, shares=outline.tiles)
        tool.changed.connect(self._show_ready)
        tool.ended.connect(self._end)
        self.bar.applied.connect(partial(self._end, True))
        self.bar.given_up.connect(partial(self._end, False))
        self.bar.show()
        self._canvas.use(tool)
        self._canvas.setFocus()

    def _show_ready(self) -> None:
        if self.tool is not None and self.bar is not None:
            self.bar.set_ready(ready=self.tool.is_changed)

    def _end(self, accepted: bool) -> None:
        """Ask why what was drawn is right; or give it up."""
        if self.tool is None:
            return
        if not accepted:
            self.put_away()
        elif self.tool.is_changed:
            self._ask(self.tool)

    def _ask(self, tool: ShapeTool) -> None:
        if isinstance(tool, Cut):
            read = partial(self._code, tool.outline)
            self._operations.read(read, partial(self._ask_code, tool))
        else:
            self._ask_why(tool)

    def _ask_why(self, tool: ShapeTool) -> None:
        together = self.bar is not None and self.bar.together.isChecked()
        dialog = ReasonDialog(self._window, lambda: tool.title, self._preferences)
        keep = partial(self._keep, tool, dialog, together)
        self._committing.ask(dialog, keep)

    def _keep(self, tool: ShapeTool, dialog: ReasonDialog, together: bool) -> None:
        table, key, why = tool.outline.table, tool.outline.row_key, dialog.why
        called = self._called(table)
        if isinstance(tool, MoveShape):
            title, (dx, dy) = tr("Move a shape of “{table}”", table=called), tool.offset
            self._commit(title, dialog, lambda store, progress: move(
                store, table, key, dx, dy, why, progress, together=together
            ))  # fmt: skip
        else:
            title, shape = tr("Draw an outline of “{table}” anew", table=called), tool.sketch.shape
            self._commit(title, dialog, lambda store, progress: reshape(
                store, table, key, shape, why, progress, together=together
            ))  # fmt: skip

    def _code(self, outline: Outline, _: Progress) -> str:
        return free_code(self._session.store, outline.table, outline.row_key)

    def _ask_code(self, tool: Cut, code: str) -> None:
        dialog = CodeDialog(self._window, lambda: tool.title, self._preferences, code)
        self._committing.ask(dialog, partial(self._split, tool, dialog))

    def _split(self, tool: Cut, dialog: CodeDialog) -> None:
        table, key = tool.outline.table, tool.outline.row_key
        line, code, why = tool.cutting, dialog.given, dialog.why
        self._commit(tr("Split an area of “{table}”", table=self._called(table)), dialog,
                     lambda store, progress: split_area(
                         store, table, key, line, why, code, progress))  # fmt: skip

    def _commit(self, title: Message, dialog: ReasonDialog, work: Work) -> None:
        self._committing.commit(title, work, dialog, self.put_away)

    def _called(self, table: str) -> Message:
        return Given.of(table_heading(self._session.store.table(table)))

    def put_away(self) -> None:
        """End the drawing: the map is in the hand again."""
        tool, bar = self.tool, self.bar
        self.tool = self.bar = None
        if bar is not None:
            bar.hide()
            bar.deleteLater()
        if tool is not None and self._canvas.tool is tool:
            self._canvas.use(None)
        self._canvas.setFocus()
