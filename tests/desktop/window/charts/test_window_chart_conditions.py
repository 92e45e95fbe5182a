"""What is brushed gives a condition that selects exactly the rows under the brush."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_analytics.selecting import Found, Rows
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.window.model.charts.fields import Source, kinds_for, table_fields
from gridloom_desktop.window.model.charts.picking import condition_of
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.charts.wording import Pick, among, named
from gridloom_layers.errors import BadInput

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
share = st.floats(0, 1)


@pytest.fixture
def same(store, chart) -> Callable[..., None]:
    """A function that asserts that a pick's condition selects the rows of the pick, and some."""

    def check(made, pick: Pick) -> None:
        condition = condition_of(made, pick)
        assert (
            rows_of(store, made.view.table, condition).tolist()
            == made.rows.keys[pick.positions].tolist()
        )

    return check


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("histogram", "floors"),
        ("histogram", "height"),
        ("histogram", "面积 (㎡)"),
        ("time", "built"),
    ],
)
@FEW
@given(ends=st.tuples(share, share))
def test_a_stretch_of_an_axis(chart, same, kind, field, ends):
    made = chart(kind, "building", field)
    places = made.drawn.places
    low, high = (places[0] + one * (places[-1] - places[0]) for one in ends)
    if bins := made.drawn.bins(low, high):
        same(made, made.drawn.picked(bins))


@FEW
@given(ends=st.tuples(share, share))
def test_ages(chart, same, ends):
    made = chart("histogram", "person", "age")
    places = made.drawn.places
    if bins := made.drawn.bins(*(places[0] + one * (places[-1] - places[0]) for one in ends)):
        same(made, made.drawn.picked(bins))


@FEW
@given(chosen=st.sets(st.integers(0, 3), min_size=1))
def test_categories_with_quotation_marks(chart, same, chosen):
    made = chart("bars", "building", "use")
    same(made, made.drawn.picked(chosen))


def test_all_other_categories(chart, same):
    made = chart("bars", "person", "registration")
    assert made.drawn.others == 1
    same(made, made.drawn.picked([made.drawn.size - 1, 0]))


@FEW
@given(box=st.tuples(share, share, share, share), log=st.booleans())
def test_a_rectangle_of_a_scatter_plot(chart, same, box, log):
    made = chart("scatter", "building", "面积 (㎡)", "height", log=log)
    (left, right), (bottom, top) = made.drawn.places
    across = (left + one * (right - left) for one in box[:2])
    upwards = (bottom + one * (top - bottom) for one in box[2:])
    same(made, made.drawn.boxed(*across, *upwards))


def test_a_lasso_takes_single_rows(chart, same):
    made = chart("scatter", "building", "floors", "height")
    pick = made.drawn.lassoed(np.array([[0.0, 0], [30, 0], [30, 90], [0, 90], [15, 45]]))
    assert isinstance(condition_of(made, pick), Rows) and len(pick.positions)
    same(made, pick)


@FEW
@given(ends=st.tuples(share, share), first=st.integers(0, 3), more=st.integers(0, 3))
def test_a_part_of_box_plots(chart, same, ends, first, more):
    made = chart("box", "building", "height", "use")
    low, high = (made.drawn.ranked.max() * one for one in ends)
    same(made, made.drawn.picked(range(first, min(first + more, 3) + 1), low, high))


@FEW
@given(
    band=st.integers(0, 20),
    more=st.integers(0, 5),
    sexes=st.sets(st.sampled_from([0, 1]), min_size=1),
)
def test_bands_of_a_pyramid(chart, same, band, more, sexes):
    made = chart("pyramid", "person", "age", "sex")
    same(made, made.drawn.picked(range(band, min(band + more, 20) + 1), sexes))


@FEW
@given(ends=st.tuples(share, share))
def test_a_part_of_a_lorenz_curve(chart, same, ends):
    made = chart("lorenz", "building", "height")
    same(made, made.drawn.picked(*ends))


def test_the_poorest_fifth_are_a_fifth_of_the_rows_and_their_equals(chart, houses):
    found = chart("lorenz", "building", "面积 (㎡)").drawn.picked(0, 0.2)
    assert len(found.positions) == pytest.approx(0.2 * len(houses), abs=2)


def test_a_quadrant_of_a_moran_scatter_plot(chart, same):
    made = chart("moran", "building", "面积 (㎡)")
    same(made, made.drawn.quadrants([3]))


def test_ribbons(chart, same):
    made = chart("parallel", "person", "sex", "registration")
    for one in made.drawn.ribbons(np.arange(5)):
        same(made, made.drawn.ribbon(one.axis, *one.ends))


def test_a_stretch_of_a_result_speaks_of_the_result():
    view = ChartView(kind="histogram", table="building", fields=("z",), result="hot")
    made = type("Made", (), {"view": view})()
    assert condition_of(made, Pick(np.arange(2), "z >= 2")) == Found(result="hot", text="z >= 2")


def test_words_of_the_language_are_quoted_as_names():
    assert named("is") == '"is"' and among("is", ["a", "b"]) == "\"is\" in ('a', 'b')"


def test_persons_are_only_counted(chart, store):
    fields = table_fields(store, "person")
    kinds = kinds_for(store, Source("person", {"zh": "", "en": ""}), fields)
    assert {"scatter", "box", "lorenz", "moran"}.isdisjoint(kinds) and "pyramid" in kinds
    with pytest.raises(BadInput, match="single persons"):
        chart("lorenz", "person", "age")


def test_fields_about_a_person_are_not_offered(store):
    assert {one.name for one in table_fields(store, "person")} == {"sex", "registration", "age"}


def test_what_few_persons_have_is_not_named(chart):
    found = chart("bars", "person", "registration").drawn
    assert "rare" not in [one["en"] for one in found.labels]


def test_the_oldest_few_persons_are_not_told_by_the_axis(chart, people):
    found = chart("histogram", "person", "age", bins=100).drawn
    counts = np.histogram(people["age"], found.edges)[0]
    assert counts[0] >= 10 and counts[-1] >= 10


@pytest.mark.parametrize("kind", ["histogram", "lorenz", "moran"])
def test_a_column_without_values_is_refused_in_a_sentence(chart, kind):
    with pytest.raises(BadInput, match="No row has a value"):
        chart(kind, "building", "nothing")


def test_a_field_that_is_gone_is_told(chart):
    with pytest.raises(BadInput, match="no longer"):
        chart("histogram", "building", "gone")


def test_what_a_chart_shows_goes_to_json_and_back():
    view = ChartView(kind="time", table="event", fields=("reported_at",), period="week")
    assert ChartView.model_validate_json(view.model_dump_json()) == view
