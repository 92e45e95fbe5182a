"""The line at the bottom: place, scale, CRS, progress."""

from pyproj import CRS, Transformer
from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from gridloom_desktop.canvas import View
from gridloom_layers.language import tr
from gridloom_layers.progress import Step

PIXEL_METRES = 0.0254 / 96
"""The size of a pixel that scales are given for, as in web maps: 96 to the inch."""


class StatusLine(QStatusBar):
    """Where the pointer is (in the workspace's CRS and in degrees), the scale, what is going on."""

    cancelled = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._degrees: Transformer | None = None
        self._doing, self._place, self._scale, self._crs = (QLabel() for _ in range(4))
        self._bar, self._stop = QProgressBar(), QPushButton()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(150)
        for widget in (self._doing, self._bar, self._stop):
            self.addWidget(widget)
        for widget in (self._place, self._scale, self._crs):
            self.addPermanentWidget(widget)
        self._stop.clicked.connect(self.cancelled)
        self.retranslate()
        self.rest()

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write the button in the current language."""
        self._stop.setText(str(tr("Cancel")))

    def set_crs(self, crs: str) -> None:
        """Give places in this CRS from now on."""
        known = CRS.from_user_input(crs)
        self._degrees = Transformer.from_crs(known, known.geodetic_crs, always_xy=True)
        self._crs.setText(f"{crs} · {known.name}" if len(crs) < 20 else known.name)

    def show_place(self, x: float, y: float) -> None:
        """Show where the pointer is."""
        text = f"{x:,.1f}  {y:,.1f}"
        if self._degrees is not None:
            longitude, latitude = self._degrees.transform(x, y)
            text += f"   ·   {_degrees(longitude, 'EW')}  {_degrees(latitude, 'NS')}"
        self._place.setText(text)

    @property
    def place(self) -> str:
        """What is written about the place of the pointer."""
        return self._place.text()

    def show_scale(self, view: View) -> None:
        """Show the scale of the map on the screen."""
        self._scale.setText(f"1 : {_rounded(1 / (view.scale * PIXEL_METRES)):,}")

    def show_step(self, step: Step) -> None:
        """Show how far the work is."""
        self._doing.setText(str(step.message) if step.message else self._doing.text())
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)

    def start(self, what: object) -> None:
        """Show that work has begun."""
        self._doing.setText(str(what))
        self._bar.setRange(0, 0)
        for widget in (self._doing, self._bar, self._stop):
            widget.show()

    def rest(self) -> None:
        """Show that nothing is going on."""
        self._doing.clear()
        for widget in (self._doing, self._bar, self._stop):
            widget.hide()


def _degrees(value: float, names: str) -> str:
    return f"{abs(value):.5f}° {names[value < 0]}"


def _rounded(scale: float) -> int:
    """Return a scale with three significant digits."""
    digits = max(len(str(int(scale))) - 3, 0)
    return int(round(scale, -digits))
