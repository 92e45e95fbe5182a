"""Time cut into slices, counted by pandas; periods, playing, what slices are called."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.canvas import Drawing, Symbol, View, build_shapes, paint
from gridloom_desktop.window.model.time.axis import (
    DAY,
    MOST_SLICES,
    NO_TIME,
    TimeAxis,
    axis_of,
    fitting_steps,
)
from gridloom_desktop.window.model.time.multiples import periods
from gridloom_desktop.window.model.time.period import Film, Period, period_ending
from gridloom_desktop.window.model.time.player import Player
from gridloom_desktop.window.model.time.sliced import in_period, seconds_of, sliced
from gridloom_desktop.window.model.time.view import STEPS, TimeView
from gridloom_desktop.window.model.time.wording import period_text, period_title, slice_title

FREQUENCIES = {"hour": "h", "day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
SECONDS = st.integers(-86_400 * 400, 86_400 * 400)
"""More than two years around 1970: the leap year 1968 is not among them, negative numbers are."""


def cut(values, step=None, **further):
    values = np.asarray(values, dtype=np.int64)
    return sliced(np.arange(len(values)), values, step, with_hours=True, **further)


@pytest.mark.parametrize("step", STEPS)
@given(st.lists(SECONDS, min_size=1, max_size=50))
def test_counts_of_slices_are_those_of_pandas(step, values) -> None:
    if step == "hour":
        values = [one // 100 for one in values]
    found = cut(values, step)
    if found.axis.step != step:
        return
    moments = pd.Series(pd.to_datetime(values, unit="s"))
    expected = moments.dt.to_period(FREQUENCIES[step]).value_counts().sort_index()
    there = found.counts > 0
    assert found.counts[there].tolist() == expected.tolist()
    begins = expected.index.to_timestamp().to_numpy().astype("datetime64[s]")
    assert found.axis.edges[:-1][there].tolist() == begins.astype(np.int64).tolist()


@given(st.lists(SECONDS, min_size=1, max_size=60), st.sampled_from(STEPS))
def test_every_row_with_a_time_lies_in_the_slice_that_holds_it(values, step) -> None:
    found = cut([*values, NO_TIME], step)
    edges, slices = found.axis.edges, found.slices[:-1]
    assert found.slices[-1] == -1
    assert (edges[slices] <= values).all()
    assert (values < edges[slices + 1]).all()


@given(st.integers(0, 86_400 * 365 * 300), st.booleans())
def test_no_step_that_is_offered_makes_more_slices_than_there_may_be(span, with_hours) -> None:
    steps = fitting_steps(span, with_hours=with_hours)
    assert all(axis_of(0, span, step).size <= MOST_SLICES for step in steps)


@given(st.lists(st.integers(-1, 40), max_size=30), st.integers(0, 40), st.integers(1, 40))
def test_a_period_holds_the_slices_from_its_first_to_its_last(slices, first, length) -> None:
    found = in_period(np.array(slices, dtype=np.int16), range(first, first + length))
    assert found.tolist() == [first <= one < first + length for one in slices]


def test_rows_without_a_time_are_told() -> None:
    found = cut([0, NO_TIME, 5 * DAY, NO_TIME])
    assert (found.missing, found.beside, found.counts.sum()) == (2, 0, 2)


def test_one_moment_alone_makes_one_slice() -> None:
    found = cut([3 * DAY])
    assert (found.axis.size, found.slices.tolist()) == (1, [0])


def test_a_few_days_of_another_century_lie_beside_the_axis() -> None:
    values = np.concatenate([np.arange(10_000) * 3600, [-86_400 * 365 * 70]])
    found = cut(values)
    assert found.axis.begin(0) >= dt.datetime(1969, 12, 1)
    assert found.beside >= 1
    assert found.slices[-1] == -1


def test_persons_are_counted_in_full_tens() -> None:
    found = cut([0] * 27 + [DAY] * 9, "day", persons=True)
    assert found.counts.tolist() == [20, 0]
    assert found.counts_of(np.ones(36, dtype=bool)).tolist() == [20, 0]


def test_stored_days_and_times_are_seconds_as_the_clock_showed() -> None:
    days = pa.chunked_array([pa.array([dt.date(1970, 1, 3), None])])
    times = pa.chunked_array([pa.array([dt.datetime(1970, 1, 1, 0, 0, 1)], pa.timestamp("ms"))])
    assert seconds_of(days).tolist() == [2 * DAY, NO_TIME]
    assert seconds_of(times).tolist() == [1]


def test_rows_of_another_order_find_their_slices_by_their_keys() -> None:
    found = cut([0, DAY, 2 * DAY], "day").on(np.array([1, 2, 9]))
    assert found.slices.tolist() == [1, 2, -1]


@pytest.mark.parametrize(
    ("step", "day", "chinese", "english"),
    [
        ("hour", "2015-03-09 07:30", "2015年3月9日 07时", "2015-03-09, 07:00"),
        ("day", "2015-03-09", "2015年3月9日", "2015-03-09"),
        ("week", "2015-03-12", "2015年第11周（03-09 至 03-15）", "week 11, 2015 (03-09 – 03-15)"),
        ("week", "2021-01-02", "2020年第53周（12-28 至 01-03）", "week 53, 2020 (12-28 – 01-03)"),
        ("month", "2015-03-12", "2015年3月", "2015-03"),
        ("quarter", "2015-05-12", "2015年第2季度", "quarter 2, 2015"),
        ("year", "2015-05-12", "2015年", "2015"),
    ],
)
def test_a_slice_is_called_as_planners_write_it(step, day, chinese, english) -> None:
    at = int(pd.Timestamp(day).timestamp())
    told = slice_title(axis_of(at, at, step), 0)
    assert (told.render("zh"), told.render("en")) == (chinese, english)


def test_a_step_that_is_a_month_is_called_one_and_another_by_its_days() -> None:
    days = ["2024-02-01", "2024-03-01", "2024-03-15"]
    edges = pd.to_datetime(days).to_numpy().astype("datetime64[s]").astype(np.int64)
    axis = TimeAxis(None, edges)
    assert str(slice_title(axis, 0)) == "2024-02"
    assert str(slice_title(axis, 1)) == "2024-03-01 to 2024-03-14"


def test_a_period_is_a_condition_of_whole_days() -> None:
    axis = axis_of(0, 100 * DAY, "month")
    assert period_text(axis, range(1, 3), "上报 时间") == (
        "\"上报 时间\" >= '1970-02-01' and \"上报 时间\" < '1970-04-01'"
    )
    assert str(period_title(axis, range(1, 3))) == "1970-02 to 1970-03"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, range(4, 5)), ({"length": 3}, range(2, 5)), ({"length": 9}, range(5)),
        ({"window": "cumulative"}, range(5)),
    ],
)  # fmt: skip
def test_a_period_ends_with_a_slice(changes, expected) -> None:
    assert period_ending(TimeView(table="t", field="f", **changes), 4) == expected


def test_a_moment_beside_the_axis_is_its_nearest_slice() -> None:
    axis = axis_of(0, 10 * DAY, "day")
    moments = (dt.datetime(1960, 1, 1), dt.datetime(1970, 1, 3, 5), dt.datetime(2000, 1, 1), None)
    assert [axis.slice_at(one) for one in moments] == [0, 2, 10, 10]


@given(st.integers(1, 60), st.data())
def test_small_multiples_are_neighbouring_periods_that_end_no_later_than_time(size, data) -> None:
    axis = axis_of(0, (size - 1) * DAY, "day")
    first = data.draw(st.integers(0, size - 1))
    shown = range(first, data.draw(st.integers(first + 1, size)))
    found = periods(axis, shown)
    assert 1 <= len(found) <= 12
    assert all(one.stop == other.start for one, other in pairwise(found))
    assert found[0].start >= 0
    assert found[-1].stop <= size


def test_a_player_that_is_late_skips_and_begins_again() -> None:
    player = Player(10, speed=4.0)
    player.begin(100.0, 2)
    assert [player.due(100.0 + late) for late in (0.0, 0.24, 0.25, 1.0, 2.0)] == [2, 2, 3, 6, 0]


def test_a_player_that_does_not_repeat_ends_with_the_last_slice() -> None:
    player = Player(3, speed=1.0, repeat=False)
    player.begin(0.0, 2)  # from the last one it begins with the first
    assert [player.due(now) for now in (0.5, 1.5, 2.5, 9.0)] == [0, 1, 2, 2]
    assert (player.is_over(2.9), player.is_over(3.0)) == (False, True)


def test_another_speed_goes_on_from_where_it_is() -> None:
    player = Player(100, speed=1.0)
    player.begin(0.0, 0)
    player.set_speed(10.0, 5.0)
    assert player.due(5.2) == 7


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 2)), min_size=1, max_size=9),
       st.integers(0, 4), st.integers(1, 5))  # fmt: skip
def test_a_frame_of_a_film_is_what_a_mask_would_paint(rows, first, length) -> None:
    days, classes = (np.array(one) for one in zip(*rows, strict=True))
    found = cut([*np.where(days < 0, NO_TIME, days * DAY).tolist(), 0, 4 * DAY], "day")
    xy = np.column_stack([np.arange(len(rows) + 2) * 9.0, np.zeros(len(rows) + 2)])
    points = [b"\1\1\0\0\0" + one.astype("<f8").tobytes() for one in xy]
    shapes = build_shapes("point", [pa.array(points, pa.binary())])
    colours = ((255, 0, 0), None, (0, 0, 255))
    symbol = Symbol(colours, np.append(classes, [0, 0]).astype(np.int16), radius=2.0)
    shown = range(first, min(first + length, found.axis.size))
    film = Film(Drawing(shapes, symbol), Period(found, shown))
    view = View.of_box((-5.0, -5.0, 100.0, 5.0), 120, 20)
    masked = Drawing(shapes, symbol, found.flags(shown))
    plain = film.frame(shown)
    plain._spacing = masked._spacing
    assert (paint([plain], view) == paint([masked], view)).all()
