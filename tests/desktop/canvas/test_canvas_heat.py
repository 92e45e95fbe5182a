"""Heat is the sum of a Gaussian around each point, against that sum worked out plainly."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloom_desktop.canvas import Heat, Shapes, Tile, View, build_shapes, paint

VIEW = View(left=1000.0, top=2040.0, scale=1.0, width=60, height=40)
RAMP = ((255, 255, 178), (253, 141, 60), (189, 0, 38))
PLACES = np.array([(1020.3, 2020.8), (1031.0, 2011.5), (1032.4, 2012.2), (1070.0, 2020.0)])


def points(places) -> Shapes:
    column = pa.array(shapely.to_wkb(shapely.points(places)), pa.binary())
    return build_shapes("point", [column])


def plain(places, weights, view: View, sigma: float) -> np.ndarray:
    """The density at the middle of each pixel, per square pixel."""
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    density = np.zeros((view.height, view.width))
    for (px, py), weight in zip(places, weights, strict=True):
        at = view.to_frame(px, py)
        squares = (x - at[0]) ** 2 + (y - at[1]) ** 2
        density += weight * np.exp(-squares / (2 * sigma**2)) / (2 * np.pi * sigma**2)
    return density


@pytest.mark.parametrize("weights", [None, np.array([1.0, 4.0, 0.5, 2.0])])
def test_the_greatest_density_is_that_of_the_plain_sum(weights):
    heat = Heat(points(PLACES), RAMP, sigma=8.0, weights=weights)
    expected = plain(PLACES, np.ones(4) if weights is None else weights, VIEW, 8.0).max()
    assert heat.greatest(VIEW) == pytest.approx(expected, rel=0.02)


def test_each_pixel_has_the_colour_of_its_density():
    black = Heat(points(PLACES), ((0, 0, 0), (0, 0, 0)), sigma=8.0, layer_opacity=1.0)
    share = plain(PLACES, np.ones(4), VIEW, 8.0) / black.greatest(VIEW)
    at = np.clip(share / 0.12, 0, 1)
    expected = 1 - at * at * (3 - 2 * at)
    painted = (paint([black], VIEW) & 0xFF) / 255
    assert np.abs(painted - expected).max() < 0.08


def test_a_tile_of_heat_is_the_whole_bit_for_bit():
    heat = Heat(points(PLACES), RAMP, sigma=5.0)
    whole, part = paint([heat], VIEW), paint([heat], VIEW, tile=Tile(17, 9, 30, 22))
    assert np.array_equal(part, whole[9:31, 17:47])


def test_hidden_points_and_points_without_a_weight_do_not_count():
    shown = np.array([True, False, True, True])
    some = Heat(points(PLACES), RAMP, weights=np.array([1, 1, np.nan, -3]), shown=shown)
    alone = Heat(points(PLACES[:1]), RAMP)
    assert some.greatest(VIEW) == pytest.approx(alone.greatest(VIEW))


def test_a_peak_that_is_given_holds_wherever_the_map_is():
    heat = Heat(points(PLACES), RAMP, sigma=6.0, peak=0.02)
    moved = paint([heat], VIEW.panned(-10, 0))
    assert np.abs(moved[:, :50].view(np.uint8).astype(int)
                  - paint([heat], VIEW)[:, 10:].view(np.uint8)).max() <= 6  # fmt: skip


def test_a_layer_without_points_has_no_heat():
    none = Heat(build_shapes("point", []), RAMP)
    assert none.prepared(VIEW) is None
    assert (paint([none], VIEW) == 0xFFFFFFFF).all()
