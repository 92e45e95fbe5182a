"""The bar of time under the map: what is cut into which slices, the period, playing."""

from collections.abc import Sequence

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.choice_box import ChoiceBox, refill
from gridloom_desktop.window.elided_label import ElidedLabel
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.time.player import SPEEDS
from gridloom_desktop.window.model.time.view import Step, TimeView
from gridloom_desktop.window.model.time.wording import STEP_TITLES
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.time.timeline import INSET, Timeline
from gridloom_layers.language import Message, tr, tr_n

SINGLE, MOVING, CUMULATIVE = "single", "moving", "cumulative"
USUAL_LENGTH = 3
SOURCE_ROOM = 90, 200
MOST_LENGTH = 999


class TimeBar(QFrame):
    """Shows a view of time and tells what is chosen in it.

    ``sourced(number)`` is another one of the sources, ``cut(step)`` another length of the slices,
    ``windowed(window, length)`` another kind of period; ``paced(slices a second)`` and the others
    are buttons.
    """

    sourced = pyqtSignal(int)
    cut = pyqtSignal(str)
    windowed = pyqtSignal(str, int)
    paced = pyqtSignal(float)
    switched = pyqtSignal()
    stepped = pyqtSignal(int)
    looped = pyqtSignal(bool)
    picked = pyqtSignal()
    followed = pyqtSignal(bool)
    multiplied = pyqtSignal()
    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timebar")
        self.timeline = Timeline()
        self.source, self.step, self.window_kind = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.length, self.speed = QSpinBox(), ChoiceBox()
        self.title, self.told = ElidedLabel(), ElidedLabel()
        self._make_buttons()
        self._sources: Sequence[Bilingual] = ()
        self._steps: Sequence[Step] = ()
        self._view: TimeView | None = None
        self._arrange()
        self._connect()
        follow_language(self.retranslate)

    def _make_buttons(self) -> None:
        following = tr("The selection follows the period: charts and tables show it")
        self.play, self.pause_shown = IconButton("mdi6.play", tr("Play (Space)")), False
        self.back = IconButton("mdi6.skip-previous", tr("One slice back"))
        self.forward = IconButton("mdi6.skip-next", tr("One slice further"))
        self.loop = IconButton("mdi6.repeat", tr("Play again and again"))
        self.pick = IconButton("mdi6.select-drag", tr("Select this period"))
        self.follow = IconButton("mdi6.link-variant", following)
        self.multiples = IconButton("mdi6.view-grid", tr("Small multiples …"))
        self.close_button = IconButton("mdi6.close", tr("Show all times"))

    def _arrange(self) -> None:
        self.title.setObjectName("heading")
        self.told.setObjectName("caption")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        widths = {self.step: 78, self.window_kind: 128, self.speed: 84}
        for box, width in widths.items():
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            box.setFixedWidth(width)
        self.source.setMinimumWidth(SOURCE_ROOM[0])
        self.source.setMaximumWidth(SOURCE_ROOM[1])
        self.length.setRange(2, MOST_LENGTH)
        self.length.setFixedWidth(64)
        buttons = (self.back, self.play, self.forward, self.loop, self.pick, self.follow,
                   self.multiples, self.close_button)  # fmt: skip
        for button in buttons:
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setStyleSheet("padding: 4px;")
        self.loop.setCheckable(True)
        self.loop.setChecked(True)
        self.follow.setCheckable(True)
        above = _row(self.source, self.step, self.window_kind, self.length)
        above.setStretch(0, 1)
        above.addStretch(1)
        for button in buttons[4:]:
            above.addWidget(button)
        below = _row(*buttons[:4], self.speed)
        shown_now = _row(self.title, self.told)
        shown_now.setContentsMargins(INSET, 0, 0, 0)
        shown_now.setStretch(1, 1)
        time = QVBoxLayout()
        time.setSpacing(1)
        time.addLayout(shown_now)
        time.addWidget(self.timeline)
        below.addLayout(time, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 5, 10, 3)
        rows.setSpacing(2)
        rows.addLayout(above)
        rows.addLayout(below)

    def _connect(self) -> None:
        self.source.activated.connect(self.sourced)
        self.step.activated.connect(lambda _: self.cut.emit(self.step.currentData()))
        self.window_kind.activated.connect(lambda _: self._choose_window())
        self.length.valueChanged.connect(lambda length: self.windowed.emit(MOVING, length))
        self.speed.activated.connect(lambda _: self.paced.emit(float(self.speed.currentData())))
        self.play.clicked.connect(lambda _: self.switched.emit())
        self.back.clicked.connect(lambda _: self.stepped.emit(-1))
        self.forward.clicked.connect(lambda _: self.stepped.emit(1))
        self.loop.toggled.connect(self.looped)
        self.pick.clicked.connect(lambda _: self.picked.emit())
        self.follow.toggled.connect(self.followed)
        self.multiples.clicked.connect(lambda _: self.multiplied.emit())
        self.close_button.clicked.connect(lambda _: self.closed.emit())
        self.timeline.switched.connect(self.switched)
        self.timeline.stepped.connect(self.stepped)

    def _choose_window(self) -> None:
        kind = self.window_kind.currentData()
        length = max(self._view.length if self._view else 1, USUAL_LENGTH)
        window, slices = {SINGLE: (MOVING, 1), MOVING: (MOVING, length)}.get(kind, (CUMULATIVE, 1))
        self.windowed.emit(window, slices)

    def show_view(
        self, view: TimeView, sources: Sequence[Bilingual], source: int, steps: Sequence[Step],
        step: Step | None,
    ) -> None:  # fmt: skip
        """Show which time is looked at, how it is cut, and what the period is."""
        self._view, self._sources, self._steps = view, sources, steps
        self._refill()
        self.source.setCurrentIndex(source)
        self.step.setCurrentIndex(self.step.findData(step))
        self.step.setVisible(bool(steps))
        self.window_kind.setVisible(bool(steps))
        self._show_window(view)

    def _show_window(self, view: TimeView) -> None:
        single = SINGLE if view.length == 1 else MOVING
        kind = CUMULATIVE if view.window == CUMULATIVE else single
        self.window_kind.setCurrentIndex(self.window_kind.findData(kind))
        self.length.blockSignals(True)
        self.length.setValue(view.length)
        self.length.blockSignals(False)
        self.length.setVisible(kind == MOVING)

    def show_period(self, title: Message | str, told: Message | str) -> None:
        """Write which period is shown, and how many rows that are."""
        self.title.setText(str(title))
        self.told.setText(str(told))

    def show_rows(self, *, selectable: bool) -> None:
        """Offer to select the rows of the period, if it has any."""
        self.pick.setVisible(selectable)
        self.follow.setVisible(selectable)

    def show_playing(self, *, playing: bool) -> None:
        """Offer to pause while it plays, else to play."""
        self.pause_shown = playing
        self.play.show_icon("mdi6.pause" if playing else "mdi6.play")
        self.play.entitle(tr("Pause (Space)") if playing else tr("Play (Space)"))

    def _refill(self) -> None:
        kept = self.source.currentIndex()
        self.source.clear()
        self.source.addItems([shown(one) for one in self._sources])
        self.source.setCurrentIndex(kept)
        steps = [(str(STEP_TITLES[one]), one) for one in self._steps]
        refill(self.step, steps, self.step.currentData())
        kinds = (
            (tr("Single slices"), SINGLE), (tr("Moving period"), MOVING),
            (tr("From the beginning"), CUMULATIVE),
        )  # fmt: skip
        refill(
            self.window_kind, [(str(title), one) for title, one in kinds],
            self.window_kind.currentData(),
        )  # fmt: skip

    def retranslate(self) -> None:
        """Write everything in the current language."""
        if self._view is not None:
            self._refill()
        speeds = [(str(tr_n("{count} / s", "{count} / s", one)), str(one)) for one in SPEEDS]
        refill(self.speed, speeds, self.speed.currentData() or "4")
        self.source.setAccessibleName(str(tr("Time")))
        self.step.setAccessibleName(str(tr("Length of a slice")))
        self.window_kind.setAccessibleName(str(tr("Kind of period")))
        self.length.setAccessibleName(str(tr("Slices in the period")))
        self.speed.setAccessibleName(str(tr("Slices a second")))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return row
