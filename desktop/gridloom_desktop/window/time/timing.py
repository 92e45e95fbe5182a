"""Moving a window through time: the bar, playing, and the period in the document."""

import datetime as dt
import time
from functools import partial

import numpy as np
from PyQt6.QtCore import QObject, QTimer

from gridloom_analytics.selecting import Where
from gridloom_desktop.window.command import Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.row_keys import flags_of
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_desktop.window.model.time.cube import Cube
from gridloom_desktop.window.model.time.fields import TimeField, time_fields, with_time
from gridloom_desktop.window.model.time.period import period_ending, shown_period
from gridloom_desktop.window.model.time.player import Player
from gridloom_desktop.window.model.time.sliced import Counts, Sliced
from gridloom_desktop.window.model.time.telling import told_counts_of
from gridloom_desktop.window.model.time.view import TimeView
from gridloom_desktop.window.model.time.wording import period_text, period_title
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.time.commands import time_commands
from gridloom_desktop.window.time.time_bar import TimeBar
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

TICK_MS = 16


class Timing(QObject):
    """Ties the bar of time to a session.

    While it plays, or while the mouse drags the period, only the map follows; where it comes to
    rest, the document takes the period: a drag is a step that can be undone, playing is none.
    """

    def __init__(self, session: Session, operations: Operations, bar: TimeBar) -> None:
        super().__init__(bar)
        self._session, self._operations, self._bar = session, operations, bar
        self._view: TimeView | None = None
        self._sliced: Sliced | Cube | None = None
        self._sources: list[TimeField] = []
        self._following = False
        self._player = Player(1)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        session.shown.connect(self._refresh)
        session.selected.connect(self._mark)
        self._connect()
        bar.hide()
        follow_language(self._tell)

    def _connect(self) -> None:
        bar = self._bar
        bar.sourced.connect(self._take_source)
        bar.cut.connect(lambda step: self._change(step=step))
        bar.windowed.connect(lambda window, length: self._change(window=window, length=length))
        bar.paced.connect(lambda speed: self._player.set_speed(speed, time.monotonic()))
        bar.switched.connect(self.play_or_pause)
        bar.stepped.connect(self.step)
        bar.looped.connect(self._set_repeat)
        bar.picked.connect(self.select_period)
        bar.followed.connect(self._set_following)
        bar.closed.connect(self.switch)
        bar.timeline.dragged.connect(self._drag)
        bar.timeline.dropped.connect(partial(self._settle, undoable=True))
        bar.timeline.widened.connect(self._widen)

    # What is shown

    @property
    def period(self) -> range:
        """The slices that are shown."""
        return self._bar.timeline.period

    @property
    def playing(self) -> bool:
        """Whether time is being played."""
        return self._player.playing

    def switch(self) -> None:
        """Show a period of the topmost layer with times, or all times again."""
        self.pause()
        if self._session.document.time is not None:
            self._take(None, tr("Show all times"))
        elif sources := time_fields(self._session.store, self._session.document):
            self._take(sources[0].view(), tr("Show a period"))

    def _take(self, view: TimeView | None, title: Message) -> None:
        self._session.apply(title, with_time(self._session.document, view))

    def _take_source(self, number: int) -> None:
        self.pause()
        self._take(self._sources[number].view(), tr("Show a period"))

    def _change(self, **changes: object) -> None:
        self.pause()
        if self._view is not None:
            self._take(self._view.model_copy(update=changes), tr("Show a period"))

    def _refresh(self) -> None:
        """Show the time of the document, once it was read."""
        session, bar = self._session, self._bar
        view = session.document.time
        if view is None:
            self._forget()
            return
        if self.playing:
            return
        self._sources = time_fields(session.store, session.document)
        places = [(one.table, one.field, one.result) for one in self._sources]
        if (wanted := (view.table, view.field, view.result)) not in places:
            self._forget()
            return
        self._view, sliced = view, session.scene.sliced(view)
        titles, place = [one.title for one in self._sources], places.index(wanted)
        steps, step = (sliced.steps, sliced.axis.step) if sliced else ((), None)
        bar.show_view(view, titles, place, steps, step)
        bar.show_rows(selectable=isinstance(sliced, Sliced))
        if sliced is not None:
            bar.timeline.show_period(shown_period(view, sliced.axis))
        if sliced is not self._sliced:
            self._take_slices(sliced)
        bar.show()
        self._tell()

    def _take_slices(self, sliced: Sliced | Cube | None) -> None:
        """Show another axis; None: what was asked for cannot be read."""
        self._sliced = sliced
        if sliced is None:
            self._bar.timeline.show_axis(None, np.zeros(0, np.int64))
            return
        self._bar.timeline.show_axis(sliced.axis, sliced.counts)
        self._player.size = sliced.axis.size
        self._mark()

    def _forget(self) -> None:
        self.pause()
        self._view = self._sliced = None
        self._bar.hide()

    def _tell(self) -> None:
        sliced, period = self._sliced, self.period
        if sliced is None:
            self._bar.show_period("", "")
            return
        told = told_counts_of(sliced, period, self._bar.timeline.marked)
        self._bar.show_period(period_title(sliced.axis, period), told)

    def _mark(self) -> None:
        """Count what is selected in each slice, off the window's thread."""
        selection, sliced = self._session.selection, self._sliced
        if sliced is None or self.playing:
            return
        if selection is None or self._view is None or selection.table != self._view.table:
            self._bar.timeline.mark(None)
            self._tell()
            return

        def count(_: Progress) -> Counts:
            return sliced.counts_of(flags_of(sliced.keys, selection.keys))

        self._operations.read(count, partial(self._show_marks, sliced))

    def _show_marks(self, sliced: Sliced | Cube, marked: Counts) -> None:
        if sliced is self._sliced and self._session.selection is not None:
            self._bar.timeline.mark(marked, alone=isinstance(sliced, Cube))
            self._tell()

    # Moving

    def _show(self, period: range) -> None:
        """Show a frame."""
        self._bar.timeline.show_period(period)
        self._session.play(period)
        self._tell()
        view, sliced = self._view, self._sliced
        if self._following and isinstance(sliced, Sliced) and view is not None:
            keys = sliced.keys[sliced.flags(period)]
            self._session.take_selected(Selected(view.table, self._condition(sliced, view), keys))

    def _drag(self, first: int, after: int) -> None:
        self.pause()
        if self._view is None:
            return
        if period_ending(self._view, after - 1) != range(first, after):
            changes = {"window": "moving", "length": after - first}
            self._view = self._view.model_copy(update=changes)
        self._show(range(first, after))

    def _settle(self, *, undoable: bool) -> None:
        """Let the document take the period that is shown."""
        if self._view is None or self._sliced is None:
            return
        at: dt.datetime = self._sliced.axis.begin(self.period.stop - 1)
        view = self._view.model_copy(update={"at": at})
        if undoable:
            self._take(view, tr("Show a period"))
        else:
            document = self._session.document
            self._session.keep(document.model_copy(update={"time": view}))
        if self._following:
            self.select_period()

    def go(self, first: int, after: int) -> None:
        """Show the slices from one to before another."""
        self._drag(first, after)
        self._settle(undoable=True)

    def step(self, slices: int) -> None:
        """Move the period by so many slices, no further than the ends of the axis."""
        self.pause()
        if self._view is not None and self._sliced is not None:
            last = min(max(self.period.stop - 1 + slices, 0), self._sliced.axis.size - 1)
            self._show(period_ending(self._view, last))
            self._settle(undoable=True)

    def _widen(self, slices: int) -> None:
        if self._view is not None and self._sliced is not None:
            length = min(max(len(self.period) + slices, 1), self._sliced.axis.size)
            self._change(window="moving", length=length)

    # Playing

    def play_or_pause(self) -> None:
        """Play time from the period on, or stay where it is."""
        if self.playing:
            self.pause()
        elif self._sliced is not None:
            self._player.begin(time.monotonic(), self.period.stop - 1)
            self._timer.start()
            self._bar.show_playing(playing=True)
            self._tick()

    def pause(self) -> None:
        """Stay at the period that is shown."""
        if not self.playing:
            return
        self._player.stop()
        self._timer.stop()
        self._bar.show_playing(playing=False)
        self._settle(undoable=False)

    def _tick(self) -> None:
        now = time.monotonic()
        if self._view is not None:
            due = period_ending(self._view, self._player.due(now))
            if due != self.period:
                self._show(due)
        if self._player.is_over(now):
            self.pause()

    def _set_repeat(self, repeat: bool) -> None:
        self._player.repeat = repeat

    def _set_following(self, following: bool) -> None:
        self._following = following
        if following:
            self.select_period()

    # The period as a condition

    def _condition(self, sliced: Sliced, view: TimeView) -> Where:
        return Where(text=period_text(sliced.axis, self.period, view.field))

    def select_period(self) -> None:
        """Select the rows of the period, in all views."""
        view, sliced = self._view, self._sliced
        if view is not None and isinstance(sliced, Sliced):
            self._session.select(view.table, self._condition(sliced, view))

    def end(self) -> None:
        """Play no more; the document keeps the period."""
        self.pause()

    def has_times(self) -> bool:
        """Say whether there is a time to move through."""
        return bool(time_fields(self._session.store, self._session.document))

    def is_on(self) -> bool:
        """Say whether a period is shown."""
        return self._session.document.time is not None

    def has_rows(self) -> bool:
        """Say whether the period is one of rows that can be selected."""
        return isinstance(self._sliced, Sliced)

    def commands(self) -> Commands:
        """Return what can be done."""
        return time_commands(self)
