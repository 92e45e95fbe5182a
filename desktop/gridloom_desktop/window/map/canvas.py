"""The map: a frame painted by a worker, shifted and scaled while the next one is made."""

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.canvas import Painted, View, warm_up
from gridloom_desktop.canvas.labels import Labels
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.map.coordinate_grid import draw_coordinate_grid
from gridloom_desktop.window.map.frames import FrameMaker, PaintedFrame, Request
from gridloom_desktop.window.map.furniture import draw_furniture, furniture_boxes
from gridloom_desktop.window.map.input import MapInput
from gridloom_desktop.window.map.lettering import Lettering
from gridloom_desktop.window.map.outlines import Ring, draw_cross, draw_outlines
from gridloom_desktop.window.map.tools.tool import Place
from gridloom_desktop.window.theme import LIGHT, theme

MARGIN = 0.25
"""How far the painted frame reaches beyond the widget, as a share of it, on each side."""
PAPER, INK = LIGHT.paper, LIGHT.ink
"""Of the map in a dark window too: colours of classes are made for white paper, as it leaves on."""
REPAINTED = (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange)


class MapCanvas(MapInput):
    """Shows drawings with their labels; a tool says what the pointer does.

    ``painted`` follows each new frame, and one that failed. Maps that share a ``worker`` paint in
    turn, and leave it to its owner to close. ``covered`` are boxes of the widget (left, top,
    width, height) where something lies on the map: no label is placed there.
    """

    painted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, *, worker: Background | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        # All of it is painted: on a screen of high resolution Qt's background took as long again.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.furnished = True
        self.gridded = False
        self.covered: Sequence[tuple[float, float, float, float]] = ()
        self._drawings: Sequence[Painted] = ()
        self._labels: Sequence[Labels] = ()
        self._selected: Sequence[Ring] = ()
        self._hovered: Sequence[Ring] = ()
        self._echo: Place | None = None
        self._frame: PaintedFrame | None = None
        self._held = self._warm = False
        self._lettering: Lettering | None = None
        self._frames = FrameMaker(self._accept, self._refuse, worker, self)
        self.moved.connect(self._request)

    def show_drawings(self, drawings: Sequence[Painted], labels: Sequence[Labels] = ()) -> None:
        """Paint these layers and their labels from now on, the lowest first."""
        self._drawings, self._labels = drawings, labels
        if drawings:
            self._held = False
        self._request()

    def show_frame(self, frame: PaintedFrame) -> None:
        """Show a frame that was painted before, until there is something to paint."""
        self._frame, self._held = frame, True
        self.set_view(frame.view.resized(self.width(), self.height()))
        self.painted.emit()

    def let_go(self) -> None:
        """Show no longer what was painted before: there may be nothing to paint."""
        if self._held:
            self._held = False
            self._request()

    def picture(self) -> QImage:
        """Return what is seen of the layers, at the pixels of the screen."""
        ratio, view = self.devicePixelRatioF(), self.view
        size = round(self.width() * ratio), round(self.height() * ratio)
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(QColor(PAPER))
        if self._frame is not None and view is not None:
            with QPainter(image) as painter:
                painter.scale(ratio, ratio)
                self._frame.draw(painter, view, ratio)
        return image

    def select(self, rings: Sequence[Ring]) -> None:
        """Highlight shapes, given as rings in the plane; an empty list ends it."""
        self._selected = rings
        self.update()

    def hover(self, rings: Sequence[Ring]) -> None:
        """Outline what is under the pointer."""
        self._hovered = rings
        self.update()

    def echo(self, place: Place | None) -> None:
        """Mark a place of the plane with a cross, or none."""
        self._echo = place
        self.update()

    def warm_up(self) -> None:
        """Get ready what most maps need while the layers are read, the rest after the first."""
        self._frames.worker.submit(
            lambda _: warm_up(["area"]), lambda _: self._request(), partial(tell, self)
        )

    @property
    def idle(self) -> bool:
        """Whether the latest view has been painted."""
        return self._frames.idle

    @property
    def shown_view(self) -> View | None:
        """The view of the latest frame, which reaches beyond the widget."""
        return self._frame.view if self._frame else None

    @property
    def label_texts(self) -> list[str]:
        """The texts of the labels on the map and in its margin."""
        return [label.text for label, _ in self._frame.labels] if self._frame else []

    def close_worker(self) -> None:
        """End the painting thread; what is shown stays as it is."""
        self._frames.close()

    def _request(self) -> None:
        """Ask for a frame of the current view."""
        if self.view is None or self._held:
            return
        # Whole pixels of margin: the frame lies exactly on the widget's pixels.
        beside, above = round(self.width() * MARGIN), round(self.height() * MARGIN)
        wide = self.view.resized(self.width() + 2 * beside, self.height() + 2 * above)
        paper = QColor(PAPER)
        boxes = [*self.covered, *(furniture_boxes(self.view) if self.furnished else ())]
        self._frames.ask(
            Request(
                drawings=list(self._drawings),
                labels=list(self._labels),
                view=wide,
                ratio=self.devicePixelRatioF(),
                paper=(paper.red(), paper.green(), paper.blue()),
                lettering=self._current_lettering(),
                reserved=[(x + beside, y + above, width, height) for x, y, width, height in boxes],
                kept=self._frame.standing(wide.scale) if self._frame else {},
            )
        )

    def _current_lettering(self) -> Lettering:
        """Return the lettering of the window's font, with its pictures."""
        now = Lettering(self.font(), QColor(INK), QColor(PAPER), self.devicePixelRatioF())
        if self._lettering is None or not now.like(self._lettering):
            self._lettering = now
        return self._lettering

    def _accept(self, frame: PaintedFrame) -> None:
        if not self._warm:
            self._warm = True
            self._frames.worker.submit(lambda _: warm_up(), lambda _: None, partial(tell, self))
        self._frame = frame
        self.update()
        self.painted.emit()

    def _refuse(self, error: BaseException) -> None:
        """Tell why there is no frame: whoever waits for it waits no longer."""
        tell(self, error)
        self.painted.emit()

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Draw the latest frame where it belongs in the current view, and what lies over it."""
        super().paintEvent(a0)
        with QPainter(self) as painter:
            if self.view is None or self._frame is None or not self._frame.covers(self.view):
                painter.fillRect(self.rect(), QColor(PAPER))
            if self.view is None:
                return
            if self._frame is not None:
                self._frame.draw(painter, self.view, self.devicePixelRatioF())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_outlines(painter, self.view, self._selected, theme().selected)
            draw_outlines(painter, self.view, self._hovered, theme().hovered)
            if self.gridded:
                draw_coordinate_grid(painter, self.view)
            if self.furnished:
                draw_furniture(painter, self.view, self.palette())
            if self._echo is not None:
                draw_cross(painter, QPointF(*self.view.to_frame(*self._echo)))
            for tool in {self.tool, self._hand}:
                tool.draw(painter, self.view)
            self.key_pointer.draw(painter, self.view)

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802
        """Paint again in the colours and the font that the window has now."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() in REPAINTED and hasattr(self, "_frames"):
            self._request()
