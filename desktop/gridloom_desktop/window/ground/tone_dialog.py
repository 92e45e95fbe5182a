"""How strong a basemap is, and where its coordinates come from, seen at once."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.basemap import AS_IT_COMES, QUIET, Basemap, Toning
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_layers.coordinates import Datum
from gridloom_layers.language import Message, tr

RANGES = {"opacity": (0, 100), "brightness": (-100, 100), "saturation": (0, 200)}
"""Of each tone, in percent."""
ROOM = 46
DATUMS: dict[Datum, Message] = {
    "wgs84": tr("WGS 84 or CGCS2000"),
    "gcj02": tr("GCJ-02 (Amap, Tencent)"),
    "bd09": tr("BD-09 (Baidu)"),
}


class ToneDialog(QDialog):
    """Sliders for a basemap: ``previewed`` follows each move, ``toned`` what is chosen.

    ``placed`` tells of another datum.
    """

    previewed = pyqtSignal(object)
    toned = pyqtSignal(object)
    placed = pyqtSignal(str)

    def __init__(self, basemap: Basemap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "look-around")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = basemap.toning
        self.sliders = {name: self._slider(name) for name in RANGES}
        self._labels = {name: QLabel() for name in RANGES}
        self._figures = {name: QLabel() for name in RANGES}
        self.quiet, self.plain, self._close = QPushButton(), QPushButton(), QPushButton()
        self.datum, self._datum_label = QComboBox(), QLabel()
        for name, title in DATUMS.items():
            self.datum.addItem(str(title), name)
        self.datum.setCurrentIndex(list(DATUMS).index(_known(basemap.datum)))
        self._arrange()
        self._put(basemap.toning)
        self._connect()
        follow_language(self.retranslate)

    def _slider(self, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName(name)
        slider.setRange(*RANGES[name])
        slider.setPageStep(10)
        slider.setMinimumWidth(200)
        return slider

    def _arrange(self) -> None:
        rows = QGridLayout()
        rows.setVerticalSpacing(12)
        rows.setHorizontalSpacing(14)
        for row, name in enumerate(RANGES):
            self._labels[name].setBuddy(self.sliders[name])
            self._figures[name].setFixedWidth(ROOM)
            self._figures[name].setAlignment(Qt.AlignmentFlag.AlignRight)
            for column, widget in enumerate(
                (self._labels[name], self.sliders[name], self._figures[name])
            ):
                rows.addWidget(widget, row, column)
        self._datum_label.setBuddy(self.datum)
        rows.addWidget(self._datum_label, len(RANGES), 0)
        rows.addWidget(self.datum, len(RANGES), 1, 1, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.quiet)
        buttons.addWidget(self.plain)
        buttons.addStretch()
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 16)
        column.setSpacing(18)
        column.addLayout(rows)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for slider in self.sliders.values():
            slider.valueChanged.connect(self._moved)
            slider.sliderReleased.connect(self._settle)
        self.quiet.clicked.connect(lambda: self._take(QUIET))
        self.plain.clicked.connect(lambda: self._take(AS_IT_COMES))
        self.datum.activated.connect(lambda _: self.placed.emit(self.datum.currentData()))
        self._close.clicked.connect(self.close)

    def toning(self) -> Toning:
        """Return what the sliders say."""
        return Toning(**{name: one.value() / 100 for name, one in self.sliders.items()})

    def _put(self, toning: Toning) -> None:
        for name, slider in self.sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(100 * getattr(toning, name)))
            slider.blockSignals(False)
        self._show_figures()

    def _take(self, toning: Toning) -> None:
        self._put(toning)
        self._settle()

    def _moved(self) -> None:
        """Show the tones; those of a slider that is dragged are chosen when it is let go."""
        self._show_figures()
        if any(slider.isSliderDown() for slider in self.sliders.values()):
            self.previewed.emit(self.toning())
        else:
            self._settle()

    def _settle(self) -> None:
        if self.toning() != self._chosen:
            self._chosen = self.toning()
            self.toned.emit(self._chosen)

    def _show_figures(self) -> None:
        for name, slider in self.sliders.items():
            self._figures[name].setText(f"{slider.value()} %")

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(tr("Tones of the basemap")))
        titles = {
            "opacity": tr("Opacity"),
            "brightness": tr("Brightness"),
            "saturation": tr("Saturation"),
        }
        for name, title in titles.items():
            self._labels[name].setText(str(title))
            self.sliders[name].setAccessibleName(str(title))
        for number, title in enumerate(DATUMS.values()):
            self.datum.setItemText(number, str(title))
        self._datum_label.setText(str(tr("Datum")))
        self.quiet.setText(str(tr("Quiet")))
        self.plain.setText(str(tr("As it comes")))
        self._close.setText(str(tr("Close")))


def _known(datum: Datum) -> Datum:
    """Return a datum as it is offered: CGCS2000 and WGS 84 agree within centimetres."""
    return "wgs84" if datum == "cgcs2000" else datum
