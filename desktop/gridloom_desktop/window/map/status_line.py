"""The line at the bottom: place, scale, CRS, progress."""

from functools import cached_property

from PyQt6.QtCore import QPoint, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QProgressBar,
    QPushButton,
    QStatusBar,
    QToolTip,
    QWidget,
)

from gridloom_desktop.canvas import View
from gridloom_desktop.window.elided_label import ElidedLabel
from gridloom_desktop.window.following import follow_language, say
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.map.word_field import WordField
from gridloom_desktop.window.model.places import Places, parse_scale, written_scale
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Step

CODE = 20
"""Characters from which on the text of a CRS is no code that one would read."""
TOLD_MS = 15_000


class StatusLine(QStatusBar):
    """Where the pointer is (in the workspace's CRS and in degrees), the scale, what is going on.

    A place or a scale can be typed: ``went`` gives the place in the plane, ``scaled`` the pixels
    per metre. The button beside the place copies it.
    """

    cancelled = pyqtSignal()
    went = pyqtSignal(float, float)
    scaled = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._crs_text: str | None = None
        self._doing, self._crs = ElidedLabel(), ElidedLabel()
        self._under_way: Message | None = None
        self._said: Message | None = None
        self.place_field, self.scale_field = WordField(), WordField()
        self._copy = IconButton("mdi6.content-copy", tr("Copy the coordinates"), pale=True)
        self._copy.setAutoRaise(True)
        self._copy.hide()  # until there is a place to copy
        self._bar, self._stop = QProgressBar(), QPushButton()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(150)
        for widget in (self._doing, self._bar, self._stop):
            self.addWidget(widget)
        for widget in (self.place_field, self._copy, self.scale_field, self._crs):
            self.addPermanentWidget(widget)
        self._stop.clicked.connect(self.cancelled)
        self._copy.clicked.connect(self.copy_place)
        self.place_field.entered.connect(self._go)
        self.scale_field.entered.connect(self._scale)
        say(self._stop.setText, tr("Cancel"))
        say(self.place_field.setToolTip, tr("Type a place to go there, such as 114.05, 22.54"))
        say(self.place_field.setAccessibleName, tr("Place"))
        say(self.scale_field.setToolTip, tr("Type a scale, such as 1 : 25,000"))
        say(self.scale_field.setAccessibleName, tr("Scale"))
        follow_language(self.retranslate)
        self.rest()

    def retranslate(self) -> None:
        """Write what is said and done in the current language."""
        self._doing.setText(str(self._under_way or ""))
        if self.currentMessage() and self._said is not None:
            self.tell(self._said)

    def tell(self, said: Message) -> None:
        """Tell this for a while, instead of what is going on."""
        self._said = said
        self.showMessage(str(said), TOLD_MS)

    def set_crs(self, crs: str) -> None:
        """Give places in this CRS from now on."""
        self._crs_text = crs
        self._crs.setText(crs if len(crs) < CODE else "")

    @cached_property
    def _places(self) -> Places | None:
        """What reads and writes places; made when one is pointed at, as it loads PROJ."""
        return Places(self._crs_text) if self._crs_text else None

    def name_crs(self) -> None:
        """Write what the CRS is called."""
        if self._places is not None and self._crs_text is not None:
            name = self._places.crs.name
            self._crs.setText(f"{self._crs_text} · {name}" if len(self._crs_text) < CODE else name)

    def show_place(self, x: float, y: float) -> None:
        """Show where the pointer is."""
        self._copy.show()
        plain = f"{x:,.1f}  {y:,.1f}"
        self.place_field.show_text(self._places.written(x, y) if self._places else plain)

    @property
    def place(self) -> str:
        """What is written about the place of the pointer."""
        return self.place_field.shown

    def copy_place(self) -> None:
        """Copy the place that is shown: a place of the plane, nothing of who is there."""
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None and self.place:
            clipboard.setText(self.place)
            self._tell(self._copy, str(tr("Copied")))

    def show_scale(self, view: View) -> None:
        """Show the scale of the map on the screen."""
        self.scale_field.show_text(written_scale(view.scale))

    def _go(self, typed: str) -> None:
        try:
            if self._places is not None:
                self.went.emit(*self._places.parse(typed))
        except BadInput as fault:
            self._tell(self.place_field, f"{fault.message}\n{fault.hint}")

    def _scale(self, typed: str) -> None:
        try:
            self.scaled.emit(parse_scale(typed))
        except BadInput as fault:
            self._tell(self.scale_field, f"{fault.message}\n{fault.hint}")

    def _tell(self, beside: QWidget, text: str) -> None:
        QToolTip.showText(beside.mapToGlobal(QPoint(0, -48)), text, beside)

    def show_step(self, step: Step) -> None:
        """Show how far the work is."""
        self._under_way = step.message or self._under_way
        self.retranslate()
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)

    def start(self, what: Message) -> None:
        """Show that work has begun."""
        self._under_way = what
        self.retranslate()
        self._bar.setRange(0, 0)
        for widget in (self._doing, self._bar, self._stop):
            widget.show()

    def rest(self) -> None:
        """Show that nothing is going on."""
        for widget in (self._doing, self._bar, self._stop):
            widget.hide()
