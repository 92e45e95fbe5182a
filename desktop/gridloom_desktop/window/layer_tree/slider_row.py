"""A slider with its figure beside it."""

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gridloom_desktop.window.choice_box import keep_off_the_wheel

ROOM = 52


class SliderRow(QWidget):
    """A whole number in a range, as ``told`` writes it; ``changed`` follows each move."""

    changed = pyqtSignal(int)

    def __init__(
        self, least: int, most: int, told: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slider, self._figure, self._told = QSlider(Qt.Orientation.Horizontal), QLabel(), told
        self.slider.setRange(least, most)
        keep_off_the_wheel(self.slider)
        self.setFocusProxy(self.slider)
        self._figure.setFixedWidth(ROOM)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self._figure)
        self.slider.valueChanged.connect(self._tell)

    def _tell(self, value: int) -> None:
        self._figure.setText(self._told(value))
        self.changed.emit(value)

    def show_value(self, value: int) -> None:
        """Show a number without telling of it."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self._figure.setText(self._told(self.slider.value()))

    def setAccessibleName(self, name: str | None) -> None:  # noqa: N802 - Qt's name
        """Name the slider, which has the focus."""
        super().setAccessibleName(name)
        self.slider.setAccessibleName(name)
