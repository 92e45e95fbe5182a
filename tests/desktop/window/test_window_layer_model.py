"""What is done with layers, as documents: without a window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.cartography.classes import given_ranges
from gridloom_analytics.selecting import Where
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.window.model.city_map import hit
from gridloom_desktop.window.model.colouring import with_border
from gridloom_desktop.window.model.document import Colouring, Document, LayerView
from gridloom_desktop.window.model.filtering import read_filter
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.outline import Legends, addable, outline, with_table, without
from gridloom_desktop.window.model.restyling import (
    coloured_by,
    duplicated,
    fits,
    stepped,
    style_of,
    with_class_painted,
    with_class_shown,
    with_style,
)
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.model.steps import Gesture
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

from .conftest import show

LAYERS = Document(layers=tuple(LayerView(name=one, table=one) for one in "abcd"))
TITLE = tr("Filter a layer")


@pytest.fixture
def session(workspace):
    opened = open_session(workspace, Progress())
    show(opened)
    yield opened
    opened.close()


def coloured(session, **how):
    colouring = Colouring(column="residents", **how)
    session.apply(TITLE, coloured_by(session.document, "community", colouring))
    show(session)
    return session.layer("community")


def names(document) -> list[str]:
    return [one.name for one in document.layers]


@given(st.sampled_from("abcd"), st.integers(-9, 9))
def test_a_layer_that_is_moved_loses_no_other(name, step):
    moved = names(stepped(LAYERS, name, step))
    assert sorted(moved) == list("abcd")
    assert [one for one in moved if one != name] == [one for one in "abcd" if one != name]
    assert moved.index(name) == min(max("abcd".index(name) + step, 0), 3)


STACK = LAYERS.with_stack(
    [Basemap(name="u", path="u", title="u"), *LAYERS.layers[:2],
     Basemap(name="v", path="v", title="v"), *LAYERS.layers[2:]]
)  # fmt: skip


@given(st.permutations("abcduv"))
def test_layers_and_basemaps_lie_in_whatever_order_they_are_put(order):
    entries = {one.name: one for one in STACK.stack}
    document = STACK.with_stack(entries[name] for name in order)
    read = Document.model_validate_json(document.model_dump_json())
    assert [one.name for one in read.stack] == list(order)


@given(st.permutations("abcduv"), st.sets(st.sampled_from("abcd")))
def test_what_is_taken_off_leaves_the_others_in_their_order(order, gone):
    entries = {one.name: one for one in STACK.stack}
    document = STACK.with_stack(entries[name] for name in order)
    kept = document.with_layers(one for one in document.layers if one.name not in gone)
    assert [one.name for one in kept.stack] == [one for one in order if one not in gone]
    assert kept.stack == document.without(gone).stack


def test_all_changes_of_a_gesture_are_one_step(session):
    gesture = Gesture()
    for opacity in (0.9, 0.5, 0.2):
        document = session.document.changed("community", opacity=opacity)
        session.apply(TITLE, document, gesture)
    session.undo()
    assert session.document.layer("community").opacity == 1.0
    session.redo()
    assert session.document.layer("community").opacity == 0.2


def test_a_gesture_that_ends_as_it_began_is_no_step(session):
    gesture, before = Gesture(), session.document
    session.apply(TITLE, before.changed("community", opacity=0.5), gesture)
    session.apply(TITLE, before, gesture)
    assert session.steps.last is None


def test_two_gestures_are_two_steps(session):
    for opacity in (0.9, 0.5):
        document = session.document.changed("community", opacity=opacity)
        session.apply(TITLE, document, Gesture())
    session.undo()
    assert session.document.layer("community").opacity == 0.9


def test_a_layer_that_is_hidden_is_listed_and_not_read(workspace):
    session = open_session(workspace, Progress())
    session.apply(TITLE, session.document.changed("community", visible=False))
    show(session)
    (branch,) = [one for one in outline(session, Legends()) if one.name == "community"]
    assert session.layer("community") is None
    assert (branch.title["en"], branch.count, branch.visible) == ("Community", 64, False)
    session.close()


def test_the_topmost_layer_comes_first(session):
    assert [one.name for one in outline(session, Legends())] == ["people", "community"]


def test_rows_that_are_shown_as_before_are_not_counted_again(session, monkeypatch):
    legends = Legends()
    before = outline(session, legends)
    monkeypatch.setattr(MapLayer, "legend", lambda _: pytest.fail("counted again"))
    session.apply(TITLE, session.document.changed("community", opacity=0.5))
    show(session)
    after = outline(session, legends)
    assert [one.count for one in after] == [one.count for one in before] == [0, 64]
    assert after[1].opacity == 0.5


def test_a_hidden_class_keeps_its_count_and_is_not_hit(session):
    layer = coloured(session)
    before = layer.legend()
    assert hit(session.layers, 50, 250, 1) is not None
    key = before[int(layer.classes[2 * 8])].key
    session.apply(TITLE, with_class_shown(session.document, "community", key, False))
    show(session)
    legend = session.layer("community").legend()
    assert [one.count for one in legend] == [one.count for one in before]
    assert [one.key for one in legend if one.hidden] == [key]
    assert hit(session.layers, 50, 250, 1) is None


def test_a_class_that_is_painted_has_its_colour(session):
    coloured(session)
    session.apply(TITLE, with_class_painted(session.document, "community", "2", "#123456"))
    show(session)
    assert session.layer("community").legend()[2].colour == "#123456"


def test_a_layer_of_one_colour_is_painted_with_its_outline(session):
    session.apply(TITLE, with_class_painted(session.document, "community", "0", "#ff0000"))
    show(session)
    layer = session.layer("community")
    assert layer.style.classes[0].colour == "#ff0000" and layer.look.outline == "#b20000"


def test_borders_that_were_written_are_kept_exactly(session):
    layer = coloured(session, borders=(104.25, 500.0))
    assert [one.upper for one in layer.style.classes] == [104.25, 500.0, 1007.0]
    plain = np.array(
        [100 + c + (900 if c > 4 and r > 4 else 0) for r in range(8) for c in range(8)]
    )
    counts = np.histogram(plain, [-np.inf, 104.25, 500, np.inf])[0]
    assert [one.count for one in layer.legend()] == counts.tolist()


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
    st.lists(st.floats(-1e6, 1e6), max_size=6),
)
def test_given_borders_leave_no_value_out(values, borders):
    ranges = given_ranges(values, borders)
    ends = [ranges[0].lower, *(one.upper for one in ranges)]
    assert ends == sorted(ends)
    assert ends[0] <= min(values) and max(values) <= ends[-1]
    inside = {one for one in borders if min(values) <= one < max(values)}
    assert set(ends[1:-1]) == inside


def test_a_border_beyond_its_neighbour_is_refused(session):
    layer = coloured(session, borders=(104.0, 500.0))
    colouring = session.document.layer("community").colouring
    with pytest.raises(BadInput, match="must lie between 100 and 500"):
        with_border(layer.style, colouring, 0, 600, "residents")


def test_reversed_colours_are_the_same_ones_from_the_other_end(session):
    there = [one.colour for one in coloured(session, palette="YlOrRd").style.classes]
    back = [one.colour for one in coloured(session, palette="YlOrRd", reverse=True).style.classes]
    assert back == there[::-1]


def test_another_field_lets_go_of_what_was_done_to_single_classes():
    document = Document(layers=(
        LayerView(name="a", table="a", colouring=Colouring(column="x"), hidden=("1",),
                  painted=(("0", "#000000"),)),
    ))  # fmt: skip
    other = coloured_by(document, "a", Colouring(column="y")).layer("a")
    same = coloured_by(document, "a", Colouring(column="x", method="equal")).layer("a")
    assert (other.hidden, other.painted) == ((), ())
    assert same.hidden == ("1",)


def test_a_duplicate_lies_right_above_and_has_a_style_of_its_own(session):
    document, name = duplicated(session.document, "community", "Community 2")
    assert names(document) == ["community", name, "people"]
    session.apply(TITLE, document.changed(name, colouring=Colouring(column="residents")))
    show(session)
    assert len(session.layer(name).legend()) > 1 and len(session.layer("community").legend()) == 1


def test_a_style_is_pasted_where_the_field_is(session):
    coloured(session)
    style = style_of(session.document.layer("community"))
    table = session.store.table("people")
    assert not fits(style, session.document.layer("people"), table)
    document, name = duplicated(session.document, "people", "People 2")
    plain = style.model_copy(update={"colouring": None, "labels": "residents"})
    pasted = with_style(document, name, plain, table).layer(name)
    assert pasted.labels is None and pasted.opacity == 1.0


def test_a_layer_that_was_taken_off_stays_off_and_can_come_back(session):
    document = without(session.document, "people")
    assert names(adjusted(document, session.store)) == ["community"]
    session.apply(TITLE, document)
    assert addable(session) == [("people", {"zh": "people", "en": "people"})]
    assert names(adjusted(with_table(document, "people"), session.store)) == ["community", "people"]


def test_a_second_view_that_is_taken_off_leaves_the_first(session):
    document, name = duplicated(session.document, "people", "People 2")
    assert without(document, name).left_out == ()


def test_a_filter_that_tells_single_persons_apart_is_refused(session):
    with pytest.raises(BadInput, match="tells single persons apart"):
        read_filter(session.store, "people", "name = '张伟'")
    assert read_filter(session.store, "people", "sex = 'F'") == Where(text="sex = 'F'")
    assert read_filter(session.store, "people", "  ") is None


def test_a_step_back_over_an_import_keeps_the_new_layer(session):
    session.apply(TITLE, session.document.changed("community", opacity=0.5))
    session.apply(TITLE, session.document.without(["people"]))  # as if it was not there yet
    session.follow_data({"people"})
    assert "people" in names(session.document)
    session.undo()
    assert "people" in names(session.document)


def test_what_follows_the_data_is_told_once_and_is_no_step(session):
    told = []
    session.data_changed.connect(told.append)
    session.follow_data(["people"])
    assert told == [frozenset({"people"})] and session.steps.last is None
