"""Who made the basemap, in the corner of the map: licences ask for it."""

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import QLabel, QWidget

from gridloom_desktop.window.following import follow_colours
from gridloom_desktop.window.theme import theme

INSET = 6
LARGEST_SHARE = 0.6
"""Of the map's width; what is longer is told by the tip."""


class Attribution(QLabel):
    """A line in the lower right corner of the map, which does not take clicks."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._canvas, self._whole = canvas, ""
        canvas.installEventFilter(self)
        follow_colours(self._recolour)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show whom to name; nothing where the text is empty."""
        self._whole = text
        self.setToolTip(text)
        self.setVisible(bool(text))
        self._place()

    def _place(self) -> None:
        room = int(self._canvas.width() * LARGEST_SHARE)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
        self.adjustSize()
        self.move(
            self._canvas.width() - self.width() - INSET,
            self._canvas.height() - self.height() - INSET,
        )

    def _recolour(self) -> None:
        c = theme()
        style = (
            f"QLabel {{ background: {c.paper}; color: {c.muted}; font-size: 11px; "
            "border-radius: 3px; padding: 2px 5px; }"
        )
        if style != self.styleSheet():  # a style changes the palette again
            self.setStyleSheet(style)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802
        """Keep to the corner when the map changes its size."""
        if a1 is not None and a1.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(a0, a1)
