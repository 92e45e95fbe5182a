"""Charts and the selection of a session, linked both ways.

While a chart is brushed, the rows under the brush are the session's selection already, without a
step of the document: map and charts follow the mouse. The brush that ends makes the step.
"""

from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.selecting import NOTHING, How
from gridloom_desktop.window.charts.frame import ChartFrame
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.following import NONE, carried_keys
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.picking import condition_of, joined
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_desktop.window.operations import Operations


class Linking(QObject):
    """Shows what is selected on all ``frames``, and selects what is brushed on one.

    Of several selections that come while one is carried over to another table, the latest counts.
    """

    def __init__(self, session: Session, operations: Operations, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self.frames: list[ChartFrame] = []
        self._session, self._operations = session, operations
        self._before: Selected | None = None
        self._brushing = False
        self._carried: dict[str, tuple[Selected, Integers | None]] = {}
        self._asked: set[str] = set()
        session.selected.connect(self.show)

    def link(self, frame: ChartFrame) -> None:
        """Let a chart select."""
        frame.brushing.connect(partial(self._preview, frame))
        frame.brushed.connect(partial(self._select, frame))
        frame.cleared.connect(self._clear)

    # From a chart to the selection.

    def _preview(self, frame: ChartFrame, pick: Pick | None, how: How) -> None:
        if not self._brushing:
            self._brushing, self._before = True, self._session.selection
        if pick is None:
            self._let_go()
        elif frame.chart is not None:
            self._session.take_selected(self._with(frame.chart, pick, how))

    def _with(self, chart: ReadyChart, pick: Pick, how: How) -> Selected:
        """Return what would be selected if the brush ended here."""
        rows, before, old = chart.rows, self._before, NONE
        if how != "replace" and before is not None and before.table == rows.table:
            old = rows.positions(before.keys)
        positions = joined(len(rows.keys), old, pick.positions, how)
        said = NOTHING if pick.text is None else condition_of(chart, pick)
        return Selected(rows.table, said, rows.keys_at(positions))

    def _let_go(self) -> None:
        """Show again what was selected before the brush began."""
        before, self._before, self._brushing = self._before, None, False
        self._session.take_selected(before)

    def _select(self, frame: ChartFrame, pick: Pick, how: How) -> None:
        if frame.chart is None:
            return
        self._brushing, self._before = False, None
        before = self._session.document.picked
        self._session.select(frame.view.table, condition_of(frame.chart, pick), how)
        shown = self._session.selection
        if shown is not None and before is not None and before == self._session.document.picked:
            # The same again is no step: nobody reads what the brush has shown already.
            self._session.take_selected(replace(shown, condition=before.condition))

    def _clear(self) -> None:
        if self._brushing:
            self._let_go()
        self._session.clear_selection()

    # From the selection to the charts.

    def show(self) -> None:
        """Show on all charts what is selected now; while their panel is hidden nobody looks."""
        if self._panel.isVisible():
            for frame in self.frames:
                self.show_on(frame)

    def show_on(self, frame: ChartFrame) -> None:
        """Show on a chart what is selected now."""
        selected, table = self._session.selection, frame.view.table
        if selected is None:
            frame.show_selected(NONE)
        elif selected.table == table:
            frame.show_selected(selected.keys)
        elif (known := self._carried.get(table)) is not None and known[0] is selected:
            frame.show_selected(known[1])
        else:
            self._carry(table, selected)

    def _carry(self, table: str, selected: Selected) -> None:
        """Find the rows of a table that are linked to the selected ones; one search at a time."""
        if table in self._asked or (self._brushing and selected.condition == NOTHING):
            return
        self._asked.add(table)
        work = partial(carried_keys, self._session.store, selected, table)
        self._operations.read(
            work, partial(self._take, table, selected), partial(self._refuse, table)
        )

    def _take(self, table: str, selected: Selected, keys: Integers | None) -> None:
        self._asked.discard(table)
        self._carried[table] = selected, keys
        for frame in self.frames:
            if frame.view.table == table:
                self.show_on(frame)

    def _refuse(self, table: str, error: BaseException) -> None:
        self._asked.discard(table)
        self._operations.report(error)
