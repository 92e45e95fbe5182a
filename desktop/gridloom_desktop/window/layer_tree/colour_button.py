"""A button that shows a colour and lets the user choose another."""

from collections.abc import Callable

from PyQt6.QtCore import QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QColorDialog, QToolButton, QWidget

from gridloom_desktop.window.layer_tree.swatches import RATIO
from gridloom_desktop.window.model.colouring import CATEGORIES
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

PICTURE = QSize(40, 16)


class ColourButton(QToolButton):
    """``chosen`` tells of the colour (``#rrggbb``) that was chosen."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = "#000000"
        self.setIconSize(PICTURE)
        self.clicked.connect(lambda: ask_colour(self, self.colour, self.chosen.emit))

    def show_colour(self, colour: str) -> None:
        """Show a colour."""
        self.colour = colour
        self.setIcon(_picture(colour))
        self.setToolTip(str(tr("Click to choose another colour")))


def ask_colour(parent: QWidget, colour: str, then: Callable[[str], object]) -> None:
    """Let the user choose a colour; those offered first can be told apart by everybody."""
    dialog = QColorDialog(QColor(colour), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(str(tr("Choose a colour")))
    for number, one in enumerate(CATEGORIES):
        dialog.setCustomColor(number, QColor(one))
    dialog.colorSelected.connect(lambda one: then(one.name()))
    dialog.open()


def _picture(colour: str) -> QIcon:
    picture = QPixmap(PICTURE * RATIO)
    picture.setDevicePixelRatio(RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme().border))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRect(0, 0, PICTURE.width() - 1, PICTURE.height() - 1), 3, 3)
    return QIcon(picture)
