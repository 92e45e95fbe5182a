"""A sheet before it is printed: its pages on the paper of the printer."""

from PyQt6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PyQt6.QtGui import QPageLayout, QPageSize, QPainter
from PyQt6.QtPdf import QPdfDocument
from PyQt6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.following import say
from gridloom_layers.language import tr

SHARP = 300
"""Dots an inch at which pages are drawn at most: more is not seen on paper."""
POINTS = 72
SIZE = (1000, 760)


class SheetPreview(QPrintPreviewDialog):
    """Shows the pages of a PDF, and prints them; it deletes itself when it is closed."""

    def __init__(self, sheet: bytes, parent: QWidget | None = None) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        super().__init__(self._printer, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, tr("Print"))
        self.resize(*SIZE)
        self._content = QByteArray(sheet)
        self._buffer = QBuffer(self._content, self)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._pages = QPdfDocument(self)
        self._pages.load(self._buffer)
        self._fit_paper()
        self.paintRequested.connect(self.draw)

    def _fit_paper(self) -> None:
        """Lay the paper as the sheet lies; a sheet has margins of its own."""
        size = self._pages.pagePointSize(0)
        across = size.width() > size.height()
        way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setPageOrientation(way)
        self._printer.setFullPage(True)

    def draw(self, printer: QPrinter) -> None:
        """Draw all pages onto the paper, as large as they fit."""
        with QPainter(printer) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for number in range(self._pages.pageCount()):
                if number:
                    printer.newPage()
                paper = QRectF(painter.viewport())
                size = self._pages.pagePointSize(number)
                scale = min(paper.width() / size.width(), paper.height() / size.height())
                place = QRectF(0, 0, size.width() * scale, size.height() * scale)
                place.moveCenter(paper.center())
                dots = SHARP / POINTS
                picture = self._pages.render(
                    number, QSize(round(size.width() * dots), round(size.height() * dots))
                )
                painter.drawImage(place, picture)
