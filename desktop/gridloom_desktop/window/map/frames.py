"""Frames of the map: painted with their labels by a worker, the latest request first."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QObject, QPoint, QPointF, QRectF
from PyQt6.QtGui import QImage, QPainter

from gridloom_desktop.canvas import Colour, Frame, Painted, View, paint
from gridloom_desktop.canvas.labels import Key, Labels, Placed, place
from gridloom_desktop.window.background import Background, Ending, Task
from gridloom_desktop.window.map.lettering import Lettering, draw_picture
from gridloom_layers.progress import Progress

SHARP = 2.0
"""Pixels of the screen to one of the window, from which on a single one is hardly seen."""
Reserved = Sequence[tuple[float, float, float, float]]


@dataclass(frozen=True)
class Request:
    """What a frame is to show. ``view`` is in pixels of the widget, ``ratio`` those of the screen.

    ``reserved`` are boxes of the view (left, top, width, height) without labels, ``kept`` the
    labels that stand already.
    """

    drawings: Sequence[Painted]
    labels: Sequence[Labels]
    view: View
    ratio: float
    paper: Colour
    lettering: Lettering
    reserved: Reserved
    kept: Mapping[Key, int]


@dataclass(frozen=True)
class PaintedFrame:
    """A frame with the view that it shows, and the labels that go over it."""

    view: View
    image: QImage
    pixels: Frame | None  # where the image has no copy of its own
    ratio: float
    labels: tuple[tuple[Placed, QImage], ...]

    def draw(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw the frame where it lies in a view; only one of another scale is resampled."""
        left, top = view.to_frame(self.view.left, self.view.top)
        scale = view.scale / self.view.scale
        if math.isclose(scale * ratio, self.ratio):
            left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
            self._copy(painter, left, top, ratio)
        else:
            self._resample(painter, left, top, scale, ratio)
        for label, picture in self.labels:
            middle = QPointF(left + label.x * scale, top + label.y * scale)
            draw_picture(painter, picture, middle)

    def covers(self, view: View) -> bool:
        """Say whether the frame reaches over all of a view, by a pixel more."""
        left, top = view.to_frame(self.view.left, self.view.top)
        right, bottom = self.view.to_frame(*view.to_plane(view.width, view.height))
        wide, high = self.view.width - right, self.view.height - bottom
        return max(left, top) <= -1 and min(wide, high) >= 1

    def _copy(self, painter: QPainter, left: float, top: float, ratio: float) -> None:
        """Copy the frame's pixels: without a scale, which Qt would take for one to be resampled."""
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(QPoint(round(left * ratio), round(top * ratio)), self.image)
        painter.restore()

    def _resample(
        self, painter: QPainter, left: float, top: float, scale: float, ratio: float
    ) -> None:
        """Draw the frame larger or smaller, until there is one of the view; smoothly where the
        pixels of the screen are large enough to be seen: there are fewer, too."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, ratio < SHARP)
        size = self.view.width * scale, self.view.height * scale
        painter.drawImage(QRectF(left, top, size[0], size[1]), self.image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def standing(self, scale: float) -> dict[Key, int]:
        """Return the sides of the labels by their keys, if the map is still at the same scale."""
        if not math.isclose(self.view.scale, scale):
            return {}
        return {label.key: label.side for label, _ in self.labels}


def make_frame(request: Request, _: Progress) -> PaintedFrame:
    """Paint a frame, place its labels and write them."""
    pixels = paint(request.drawings, request.view.sharpened(request.ratio), paper=request.paper)
    height, width = pixels.shape
    image = QImage(
        pixels.data,  # pyright: ignore[reportArgumentType, reportCallIssue] - any buffer will do
        width,
        height,
        width * 4,
        QImage.Format.Format_RGB32,
    )
    placed = place(
        request.labels,
        request.view,
        request.lettering.sizes,
        reserved=request.reserved,
        kept=request.kept,
    )
    write = request.lettering.picture
    labels = tuple((one, write(one.text, one.rank, one.angle)) for one in placed)
    return PaintedFrame(request.view, image, pixels, request.ratio, labels)


class FrameMaker(QObject):
    """Makes frames one at a time; of the requests that come meanwhile only the latest waits.

    Several maps may share a ``worker``; without one the maker has its own, which it closes.
    """

    def __init__(
        self,
        accept: Callable[[PaintedFrame], object],
        failed: Callable[[BaseException], object],
        worker: Background | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._accept, self._failed = accept, failed
        self._own = worker is None
        self.worker = worker or Background("canvas", self)
        self._task: Task | None = None
        self._waiting: Request | None = None
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether the latest request has been met."""
        return self._task is None and self._waiting is None

    def ask(self, request: Request) -> None:
        """Make a frame as soon as the one under way is done."""
        if self._closed:  # a window may be given another font before it is deleted
            return
        self._waiting = request
        if self._task is None:
            self._begin()

    def _begin(self) -> None:
        request, self._waiting = self._waiting, None
        if request is not None:
            work = partial(make_frame, request)
            self._task = self.worker.submit(work, self._deliver, self._failed, ended=self._rest)

    def _rest(self, _: Ending) -> None:
        self._task = None

    def _deliver(self, frame: PaintedFrame) -> None:
        self._begin()
        self._accept(frame)

    def close(self) -> None:
        """End the painting thread, if it is the maker's own; nothing is delivered any more."""
        self._closed, self._waiting = True, None
        if self._task is not None:
            self._task.dropped = True
        if self._own:
            self.worker.close()
