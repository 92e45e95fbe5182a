"""Charts and the selection of a session, linked both ways.

While a chart is brushed, the rows under the brush are the session's selection already, without a
step of the document: map and charts follow the mouse. The brush that ends makes the step. Rows are
found and counted on two threads, as a million of them take longer than a frame of the screen.
"""

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.selecting import NOTHING, Condition, How
from gridloom_desktop.window.charts.frame import ChartFrame
from gridloom_desktop.window.model.carrying import Carried, Carrying
from gridloom_desktop.window.model.charts.making import Marked, ReadyChart
from gridloom_desktop.window.model.charts.picking import condition_of, selected_by
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_desktop.window.newest import Newest
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.preloading import preload
from gridloom_layers.progress import Progress

Asked = tuple[ChartFrame, ReadyChart, Carried]
Answer = tuple[ChartFrame, ReadyChart, Marked]


class Linking(QObject):
    """Shows what is selected on all ``frames``, and selects what is brushed on one."""

    def __init__(
        self, session: Session, operations: Operations, carrying: Carrying, panel: QWidget
    ) -> None:
        super().__init__(panel)
        self._panel, self._session, self._carrying = panel, session, carrying
        self.frames: list[ChartFrame] = []
        self._picking = Newest("picking", operations.report, self)
        self._marking = Newest("marking", operations.report, self)
        self._before: Selected | None = None
        self._brushing = False
        session.selected.connect(self.show)
        carrying.found.connect(self._follow)

    def link(self, frame: ChartFrame) -> None:
        """Let a chart select."""
        frame.brushing.connect(partial(self._preview, frame))
        frame.brushed.connect(partial(self._select, frame))
        frame.cleared.connect(self._clear)

    def prepare(self) -> None:
        """Load what charts and tables need, before anybody waits for it."""
        self._marking.do(preload, lambda _: self.show())

    # From a chart to the selection.

    def _preview(self, frame: ChartFrame, pick: Pick | None, how: How) -> None:
        if not self._brushing:
            self._brushing, self._before = True, self._session.selection
        if pick is None:
            self._let_go()
        elif frame.chart is not None:
            work = partial(selected_by, frame.chart, pick, how, self._before)
            self._picking.do(work, self._session.take_selected)

    def _end(self) -> Selected | None:
        """Follow the brush no more; return what was selected before it began."""
        self._picking.drop()
        before = self._before if self._brushing else self._session.selection
        self._before, self._brushing = None, False
        return before

    def _let_go(self) -> None:
        self._session.take_selected(self._end())

    def _select(self, frame: ChartFrame, pick: Pick, how: How) -> None:
        chart, before = frame.chart, self._end()
        if chart is None:
            return
        work = partial(_condition, chart, pick)
        take = partial(self._take, chart.rows.table, how, before)
        if pick.text is None:  # it lists the rows
            self._picking.do(work, take)
        else:
            take(work(Progress()))

    def _take(self, table: str, how: How, before: Selected | None, condition: Condition) -> None:
        if condition == NOTHING and how == "replace":
            self._session.clear_selection()
            return
        picked = self._session.document.picked
        self._session.select(table, condition, how)
        if picked == self._session.document.picked:
            # The same again is no step: nobody looks for its rows.
            self._session.take_selected(before)

    def _clear(self) -> None:
        if self._brushing:
            self._let_go()
        self._session.clear_selection()

    # From the selection to the charts.

    def _follow(self, table: str) -> None:
        if any(frame.view.table == table for frame in self.frames):
            self.show()

    def show(self) -> None:
        """Show on all charts what is selected now; while their panel is hidden nobody looks."""
        if not self._panel.isVisible():
            return
        asked = [one for frame in self.frames if (one := self._asked(frame)) is not None]
        if asked:
            self._marking.do(partial(_marked, asked), _draw)

    def _asked(self, frame: ChartFrame) -> Asked | None:
        """Return what is to be counted for a chart, where it is known and not shown already."""
        rows = self._carrying.rows_in(frame.view.table)
        if frame.chart is None or rows is None:
            return None
        seen = frame.marked.keys is rows.keys and frame.marked.instead == rows.instead
        return None if seen and not self._marking.busy else (frame, frame.chart, rows)

    @property
    def busy(self) -> bool:
        """Whether charts do not yet show what is selected."""
        return self._picking.busy or self._marking.busy

    def end(self) -> None:
        """End the threads."""
        self._picking.end()
        self._marking.end()


def _condition(chart: ReadyChart, pick: Pick, _: Progress) -> Condition:
    return condition_of(chart, pick) if len(pick.positions) else NOTHING


def _marked(asked: Sequence[Asked], _: Progress) -> list[Answer]:
    return [(frame, chart, chart.marked(rows.keys, rows.instead)) for frame, chart, rows in asked]


def _draw(found: Sequence[Answer]) -> None:
    for frame, chart, marked in found:
        if frame.chart is chart:
            frame.show_marked(marked)
