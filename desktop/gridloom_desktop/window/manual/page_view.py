"""A page of the manual as it is read: Markdown in the window's type and colours."""

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, QTimer, QUrl
from PyQt6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PyQt6.QtWidgets import QTextBrowser, QWidget

from gridloom_desktop.window.following import follow_colours
from gridloom_desktop.window.theme import theme

LARGER = {1: 2, 2: 1}
"""How many steps headings are larger than the text, by their level: a half, a fifth."""
TEXT_PIXELS = 14
LINE_PERCENT = 145.0
MARGIN = 22
WIDEST = 1100
"""Pixels that a picture takes at most."""
PAUSE_MS = 120
"""Pictures follow the width when it has rested so long."""


class PageView(QTextBrowser):
    """Shows a Markdown file with its pictures as wide as there is room; links are only told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        # the width for pictures must not depend on whether the page is long
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._width = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._fit)
        follow_colours(self.reload)

    def show_file(self, path: Path) -> None:
        """Show a file; the one that is shown already is read anew."""
        url = QUrl.fromLocalFile(str(path))
        if url == self.source():
            self.reload()
        else:
            self.setSource(url, QTextDocument.ResourceType.MarkdownResource)

    def doSetSource(  # noqa: N802 - Qt's name
        self,
        name: QUrl,
        type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource,  # noqa: A002
    ) -> None:
        """Read a file, and dress what was read."""
        super().doSetSource(name, type)
        if (document := self.document()) is not None:
            dress(document)

    def loadResource(self, type: int, name: QUrl) -> Any:  # noqa: A002, N802 - Qt's names
        """Return a picture as wide as there is room, sharp on any screen; other files as they are.

        Qt would show it in its own size, which is that of the window it was taken of.
        """
        place = self.source().resolved(name)
        if type != QTextDocument.ResourceType.ImageResource.value or not place.isLocalFile():
            return super().loadResource(type, name)
        return scaled(QImage(place.toLocalFile()), self._room(), self.devicePixelRatioF())

    def _room(self) -> int:
        viewport = self.viewport()
        return min((viewport.width() if viewport else WIDEST) - 2 * MARGIN - 8, WIDEST)

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Fit the pictures to the new width, a moment later: while it is dragged they stay."""
        super().resizeEvent(a0)
        if self._room() != self._width:
            self._later.start()

    def _fit(self) -> None:
        self._width = self._room()
        self.reload()


def scaled(picture: QImage, room: int, ratio: float) -> QImage:
    """Return a picture that is at most ``room`` pixels of the window wide, never enlarged."""
    if picture.isNull() or room <= 0:
        return picture
    width = min(picture.width(), round(room * ratio))
    painted = picture.convertToFormat(QImage.Format.Format_RGB32)  # one with a palette cannot be
    fitting = painted.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    with QPainter(fitting) as painter:
        painter.setPen(QColor(theme().line))
        painter.drawRect(fitting.rect().adjusted(0, 0, -1, -1))
    fitting.setDevicePixelRatio(max(width / min(room, picture.width()), 1.0))
    return fitting


def dress(document: QTextDocument) -> None:
    """Give a page read from Markdown the type, the room and the colours of the window."""
    document.setDocumentMargin(MARGIN)
    font = QFont(document.defaultFont())
    font.setPixelSize(TEXT_PIXELS)
    document.setDefaultFont(font)
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()
    root = document.rootFrame()
    for frame in root.childFrames() if root is not None else ():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _dress_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorderCollapse(True)
    form.setBorderBrush(QBrush(QColor(theme().line)))
    form.setBorder(1)
    form.setCellPadding(5)
    form.setTopMargin(4)
    form.setBottomMargin(10)
    table.setFormat(form)


def _dress_block(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(_room_of(block, level))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    if level:
        letters = QTextCharFormat()
        letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, LARGER.get(level, 0))
        letters.setFontWeight(QFont.Weight.DemiBold)
        cursor.mergeCharFormat(letters)
    _dress_words(block)


def _room_of(block: QTextBlock, level: int) -> QTextBlockFormat:
    room = QTextBlockFormat()
    listed = block.textList() is not None
    celled = QTextCursor(block).currentTable() is not None
    if level:
        room.setTopMargin(0 if level == 1 else 22)
        room.setBottomMargin(10 if level == 1 else 6)
    elif not celled:
        room.setTopMargin(2 if listed else 4)
        room.setBottomMargin(4 if listed else 8)
    if "\ufffc" not in block.text() and not celled:  # a picture's line is as high as the picture
        room.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return room


def _dress_words(block: QTextBlock) -> None:
    """Colour links; words of the window (bold) stand out, and so does what is typed."""
    pieces = block.begin()
    spans = []
    while not pieces.atEnd():
        piece = pieces.fragment()
        spans.append((piece.position(), piece.length(), piece.charFormat()))
        pieces += 1
    for position, length, before in spans:
        letters = _letters(before)
        if letters is not None:
            cursor = QTextCursor(block.document())
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(letters)


def _letters(before: QTextCharFormat) -> QTextCharFormat | None:
    letters, c = QTextCharFormat(), theme()
    if before.isAnchor():
        letters.setForeground(QColor(c.accent))
        letters.setFontUnderline(False)
    elif before.fontFixedPitch():
        letters.setBackground(QColor(c.sunken))
    else:
        return None
    return letters
