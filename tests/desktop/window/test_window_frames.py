"""A frame on the screen: copied where the map was dragged, paper where it does not reach."""

import numpy as np
import pytest
from PyQt6.QtGui import QImage, QPainter

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.frames import PaintedFrame
from gridloom_desktop.window.theme import LIGHT

VIEW = View(left=0.0, top=40.0, scale=1.0, width=60, height=40)


def frame_of(view: View, ratio: float, pixels: np.ndarray) -> PaintedFrame:
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return PaintedFrame(view, image, pixels, ratio, ())


def speckled(view: View, ratio: float) -> PaintedFrame:
    size = round(view.height * ratio), round(view.width * ratio)
    pixels = np.random.default_rng(1).integers(0, 2**24, size, dtype=np.uint32)
    return frame_of(view, ratio, pixels | np.uint32(0xFF000000))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_dragged_frame_is_copied_pixel_by_pixel(qapp, ratio):
    frame = speckled(VIEW.resized(120, 80), ratio)
    screen = QImage(round(60 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)
    painter = QPainter(screen)
    frame.draw(painter, VIEW.panned(8, -4), ratio)
    painter.end()
    left, top = round((30 - 8) * ratio), round((20 + 4) * ratio)
    shown = np.frombuffer(screen.constBits().asarray(screen.sizeInBytes()), np.uint32)
    expected = frame.pixels[top : top + screen.height(), left : left + screen.width()]
    assert np.array_equal(shown.reshape(expected.shape), expected)


@pytest.mark.parametrize(
    ("view", "covered"),
    [
        (VIEW, True),
        (VIEW.panned(29, 0), True),
        (VIEW.panned(31, 0), False),
        (VIEW.panned(0, -21), False),
        (VIEW.zoomed(0.4, 30, 20), False),
    ],
)
def test_a_frame_covers_a_view_that_it_reaches_beyond(view, covered):
    assert speckled(VIEW.resized(120, 80), 1.0).covers(view) is covered


def test_there_is_paper_where_the_frame_does_not_reach(qtbot):
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.furnished = False
    canvas.set_view(VIEW.resized(300, 200))
    qtbot.waitUntil(lambda: canvas.idle)
    canvas._accept(frame_of(canvas.view, 1.0, np.zeros((200, 300), dtype=np.uint32)))
    canvas.view = canvas.view.panned(100, 0)
    shown = canvas.grab().toImage()
    canvas.close_worker()
    assert shown.pixelColor(50, 100).name() == LIGHT.paper
    assert shown.pixelColor(150, 100).name() == "#000000"
