"""Labels as pictures: as large as was said, sharp on any screen, legible on any ground."""

import math

import numpy as np
import pytest
from PyQt6.QtGui import QColor, QFont, QImage

from gridloom_desktop.window.map.lettering import Lettering


def lettering(qapp, ratio: float = 1.0) -> Lettering:
    return Lettering(QFont(qapp.font()), QColor("#1d2733"), QColor("#ffffff"), ratio)


def pixels(image: QImage) -> np.ndarray:
    """Red, green, blue and alpha, (height, width, 4)."""
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = straight.constBits().asarray(straight.sizeInBytes())
    return np.frombuffer(data, np.uint8).reshape(straight.height(), -1, 4)[:, : straight.width()]


def test_a_picture_is_about_as_large_as_the_room_that_was_kept(qapp):
    letters = lettering(qapp)
    ((width, height),) = letters.sizes(["南山街道"], 1)
    image = letters.picture("南山街道", 1, 0.0)
    assert (image.width(), image.height()) == pytest.approx((width, height), abs=5)


def test_a_picture_has_as_many_pixels_as_the_screen(qapp):
    one, two = (lettering(qapp, ratio).picture("Nanshan", 0, 0.0) for ratio in (1.0, 2.0))
    assert two.width() == pytest.approx(2 * one.width(), abs=2)
    assert two.deviceIndependentSize().width() == pytest.approx(one.width(), abs=1)


def test_letters_are_dark_in_a_pale_halo(qapp):
    seen = pixels(lettering(qapp).picture("Nanshan", 0, 0.0)).astype(int)
    solid = seen[seen[..., 3] > 200][:, :3].sum(axis=1)
    assert solid.min() < 200 and solid.max() > 740


def test_a_turned_picture_stands_upright(qapp):
    image = lettering(qapp).picture("深南大道", 0, math.pi / 2)
    assert image.height() > 2 * image.width()


def test_a_higher_rank_is_written_larger(qapp):
    sizes = [lettering(qapp).sizes(["罗湖区"], rank)[0] for rank in (0, 1, 2)]
    assert sizes[0][0] < sizes[1][0] < sizes[2][0]


def test_no_texts_have_no_sizes(qapp):
    assert lettering(qapp).sizes([], 0).shape == (0, 2)
