"""What linked charts draw, against numpy, pandas, scipy, matplotlib and esda."""

import esda
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import lat2W
from matplotlib.cbook import boxplot_stats
from scipy.stats import linregress

from gridloom_desktop.publishing.export import figures_text
from gridloom_desktop.window.model.charts.binning import edges, log_edges
from gridloom_desktop.window.model.charts.box import box
from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import Numbers
from gridloom_desktop.window.model.charts.figures import figures
from gridloom_desktop.window.model.charts.histogram import histogram
from gridloom_desktop.window.model.charts.lorenz import curve
from gridloom_desktop.window.model.charts.marking import counted
from gridloom_desktop.window.model.charts.picking import joined
from gridloom_desktop.window.model.charts.scatter import densities, scatter
from gridloom_desktop.window.model.charts.telling import fitted
from gridloom_desktop.window.model.row_keys import positions_of

SOME = np.arange(50, 250, 3)
TITLE = {"zh": "值", "en": "value"}
keys = st.lists(st.integers(0, 200), unique=True).map(lambda one: np.array(sorted(one), np.int64))
finite = st.floats(-1e6, 1e6).map(lambda one: round(one, 3))


@given(keys, keys)
def test_the_positions_of_keys_are_those_of_a_plain_search(rows, wanted):
    assert positions_of(rows, wanted).tolist() == np.flatnonzero(np.isin(rows, wanted)).tolist()


@given(st.lists(st.integers(0, 6)), st.data())
def test_counting_marked_rows_is_counting_their_codes(codes, data):
    codes = np.array(codes, dtype=np.uint16)
    positions = np.flatnonzero(
        data.draw(st.lists(st.booleans(), min_size=len(codes), max_size=len(codes)))
    )
    expected = np.bincount(codes[positions], minlength=7)
    assert counted(codes, positions, 7).tolist() == expected.tolist()


@given(st.lists(finite, min_size=1, max_size=60))
def test_each_value_is_in_one_bin(values):
    values = np.array(values)
    found = edges(values)
    assert (np.diff(found) > 0).all() and found[0] <= values.min() and values.max() < found[-1]


@given(st.lists(st.floats(1e-3, 1e7), min_size=1, max_size=60))
def test_each_positive_value_is_in_one_bin_of_a_log_scale(values):
    values = np.array(values)
    found = log_edges(values)
    assert (np.diff(found) > 0).all() and found[0] <= values.min() and values.max() < found[-1]


def test_a_histogram_counts_as_numpy_does(chart, houses):
    found = chart("histogram", "building", "height").drawn
    known = houses["height"].dropna()
    assert found.coded.counts()[:-1].tolist() == np.histogram(known, found.edges)[0].tolist()
    assert found.coded.counts()[-1] == houses["height"].isna().sum()


def test_a_histogram_counts_the_selected_rows(chart, houses):
    found = chart("histogram", "building", "floors").drawn
    known = houses["floors"].iloc[SOME].dropna().astype(float)
    assert found.coded.counts(SOME)[:-1].tolist() == np.histogram(known, found.edges)[0].tolist()


def test_a_few_values_far_above_share_the_last_bin():
    column = Numbers("x", TITLE, np.append(np.arange(1000.0), [1e6, 2e6]))
    found = histogram(column)
    assert (
        np.isinf(found.edges[-1])
        and found.tail >= 2
        and found.label(found.size - 1).startswith("≥")
    )


def test_very_skewed_values_are_drawn_on_a_log_scale_unless_told_otherwise(chart):
    assert chart("histogram", "building", "面积 (㎡)").drawn.log
    assert not chart("histogram", "building", "面积 (㎡)", log=False).drawn.log


@pytest.mark.parametrize("values", [[5.0], [2.0, 2.0], [np.nan, 0.0], [np.inf, 1.0]])
def test_one_value_alone_has_a_bin(values):
    assert histogram(Numbers("x", TITLE, np.array(values))).coded.counts()[:-1].sum() >= 1


def test_bars_count_as_pandas_does(chart, houses):
    found = chart("bars", "building", "use").drawn
    expected = houses["use"].value_counts()
    assert [one["zh"] for one in found.labels] == expected.index.tolist()
    assert found.coded.counts()[:-1].tolist() == expected.tolist()


def test_more_categories_than_have_room_are_one_bar(chart, houses):
    found = chart("bars", "building", "use").drawn.column
    from gridloom_desktop.window.model.charts.bars import bars

    few = bars(found, most=3)
    assert few.others == 2 and few.coded.counts()[:-1].sum() == houses["use"].notna().sum()


def test_months_are_counted_as_pandas_does(chart, houses):
    found = chart("time", "building", "built", period="month").drawn
    months = pd.to_datetime(houses["built"]).dt.to_period("M").value_counts()
    counts = dict(
        zip((found.label(one) for one in range(found.size)), found.coded.counts()[:-1], strict=True)
    )
    assert {str(month): count for month, count in months.items()} == {
        k: v for k, v in counts.items() if v
    }


def test_weeks_begin_on_mondays(chart):
    found = chart("time", "building", "built", period="week").drawn
    assert {found.days(range(one, one + 1))[0].weekday() for one in range(found.size)} == {0}


def test_the_boxes_of_selected_rows_are_those_of_matplotlib(chart, houses):
    found = chart("box", "building", "height", "use").drawn
    some = houses.iloc[SOME]
    for label, one in zip(found.bars.column.raw, found.marked(SOME), strict=True):
        expected = boxplot_stats(some.loc[some["use"] == label, "height"].dropna())[0]
        assert one.quartiles == pytest.approx([expected[name] for name in ("q1", "med", "q3")])
        assert (one.low, one.high) == (expected["whislo"], expected["whishi"])


def test_a_box_says_how_many_outliers_there_are_though_it_draws_a_few():
    found = box(np.concatenate([np.arange(1000.0), np.arange(5000.0, 5100.0)]))
    assert found.beyond == 100 and len(found.outliers) == 40


def test_the_lines_of_a_scatter_plot_are_those_of_scipy(chart, houses):
    found = chart("scatter", "building", "floors", "height").drawn
    some = houses.iloc[SOME][["floors", "height"]].dropna().astype(float)
    line, expected = found.line(SOME), linregress(some["floors"], some["height"])
    assert (line.n, len(line)) == (len(some), 4)
    assert line[1:] == pytest.approx((expected.slope, expected.intercept, expected.rvalue))


def test_what_rounding_leaves_of_an_intercept_is_not_told():
    floors = np.arange(1.0, 40.0)
    columns = (Numbers("n", TITLE, values) for values in (floors, 3.1 * floors))
    line = scatter(*columns).line(np.arange(39))
    assert line.intercept == 0.0 and fitted(line).endswith("y = 3.1 x")


def test_many_points_are_counted_in_cells():
    x = np.random.default_rng(1).normal(size=(2, 30_000))
    found = scatter(*(Numbers(name, TITLE, one) for name, one in zip("xy", x, strict=True)))
    half = np.arange(15_000)
    cells = densities(found.cells, half)
    assert densities(found.cells).sum() == 30_000 and cells.sum() == 15_000
    (left, right), (bottom, top) = found.places
    expected = np.histogram2d(x[1, half], x[0, half], cells.shape, [[bottom, top], [left, right]])[
        0
    ]
    assert np.abs(cells - expected).sum() <= 4  # a value on an edge may be rounded to either side


def test_the_gini_of_selected_rows_is_half_their_relative_mean_difference(chart, houses):
    found = chart("lorenz", "building", "height").drawn.marked(SOME)
    known = houses["height"].iloc[SOME].dropna().to_numpy()
    apart = np.abs(known[:, None] - known).mean()
    assert found.gini == pytest.approx(apart / (2 * known.mean()))


def test_a_lorenz_curve_of_equal_values_is_the_diagonal():
    found = curve(np.full(1000, 3.0))
    assert found.gini == pytest.approx(0) and np.allclose(found.rows, found.total)


def test_the_slope_of_a_moran_scatter_plot_is_morans_i_of_esda(chart, houses):
    found = chart("moran", "building", "面积 (㎡)").drawn
    weights = lat2W(20, 20, rook=False)
    weights.transform = "r"
    expected = esda.Moran(houses["面积 (㎡)"].to_numpy(), weights, permutations=0)
    assert found.line.slope == pytest.approx(expected.I)


def test_the_quadrants_of_a_moran_scatter_plot_are_those_of_esda(chart, houses):
    found = chart("moran", "building", "面积 (㎡)").drawn
    weights = lat2W(20, 20, rook=False)
    weights.transform = "r"
    local = esda.Moran_Local(houses["面积 (㎡)"].to_numpy(), weights, permutations=0)
    ours = np.array([3, 2, 4, 1])[found.coded.codes]  # esda: 1 HH, 2 LH, 3 LL, 4 HL
    assert ours.tolist() == local.q.tolist()


def test_places_without_a_value_are_no_neighbours(chart, houses):
    found = chart("moran", "building", "height").drawn
    assert np.isnan(found.points.x).sum() == houses["height"].isna().sum()


def test_ribbons_are_the_cross_table(chart, houses, people):
    found = chart("parallel", "person", "sex", "registration").drawn
    table = pd.crosstab(people["sex"], people["registration"])
    told = {
        (found.axes[0].column.raw[one.ends[0]], found.axes[1].column.raw[one.ends[1]]): one.count
        for one in found.ribbons(SOME)
    }
    assert all(
        count == table.loc[pair] // 10 * 10 for pair, count in told.items() if pair[1] != "rare"
    )


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_selections_join_as_sets_do(old, new):
    before, after = (np.array(sorted(one), dtype=np.int64) for one in (old, new))
    found = {
        how: set(joined(31, before, after, how).tolist())
        for how in ("add", "remove", "within", "replace")
    }
    assert found == {"add": old | new, "remove": old - new, "within": old & new, "replace": new}


def test_counts_of_persons_are_full_tens():
    found = Coded(np.repeat(np.arange(3), [9, 10, 29]).astype(np.uint16), 3, persons=True)
    assert found.counts().tolist() == [0, 10, 20, 0]
    assert found.counts(np.arange(48)).tolist() == [0, 10, 20, 0]


@pytest.mark.parametrize(
    ("kind", "table", "fields"),
    [
        ("histogram", "building", ["floors"]), ("bars", "building", ["use"]),
        ("scatter", "building", ["floors", "height"]), ("box", "building", ["height", "use"]),
        ("time", "building", ["built"]), ("pyramid", "person", ["age", "sex"]),
        ("lorenz", "building", ["height"]), ("moran", "building", ["height"]),
        ("parallel", "person", ["sex", "registration"]),
    ],
)  # fmt: skip
def test_each_chart_can_be_told_as_a_table(chart, kind, table, fields):
    found = figures(chart(kind, table, *fields), SOME)
    assert found.rows and {len(row) for row in found.rows} == {len(found.columns)}
    head, *lines = figures_text(found, "zh").split("\n")
    assert len(lines) == len(found.rows) and len(set(head.split("\t"))) == len(found.columns)
