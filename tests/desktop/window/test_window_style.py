"""The style of layers: heat, sizes, outlines, colours by measures and by results."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.running import keep, run
from gridloom_desktop.canvas import Drawing, Heat, Symbol, View, build_shapes, paint
from gridloom_desktop.window.appearance import dress
from gridloom_desktop.window.looks import Looks, switch_theme
from gridloom_desktop.window.model import styled_parts
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.heating import middles
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.outline import Legends, outline
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.restyling import fits, style_of, with_style
from gridloom_desktop.window.model.sizes import sized
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.model.symbology import (
    Colouring,
    Heating,
    Sizing,
    Symbols,
    Variable,
)
from gridloom_desktop.window.model.values import Values
from gridloom_desktop.window.model.variables import offered
from gridloom_desktop.window.theme import THEMES, theme
from gridloom_layers.joins import join
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

from .conftest import show

TITLE = tr("Style of a layer")
TITLES = {"zh": "", "en": ""}


@pytest.fixture
def session(workspace):
    opened = open_session(workspace, Progress())
    show(opened)
    yield opened
    opened.close()


def styled(session, name="community", **changes):
    session.apply(TITLE, session.document.changed(name, **changes))
    show(session)
    return session.layer(name)


def values(numbers) -> Values:
    return Values(pa.chunked_array([np.asarray(numbers, float)]), TITLES, numeric=True)


def test_a_reading_goes_on_while_old_data_are_let_go(session, monkeypatch):
    read_values = styled_parts.read_values

    def read(*asked):
        session.scene.forget_old()
        return read_values(*asked)

    monkeypatch.setattr(styled_parts, "read_values", read)
    assert len(styled(session, colouring=Colouring(column="residents")).style.classes) > 1


# Colours by measures and results


@pytest.fixture
def measured(session):
    """The session with a measure of the persons of each community: one in each of two."""
    join(session.store, "people", "community", "place", None, Progress())
    with session.store.change() as change:
        change.put_measure("residents here", "count(people) by community")
    session.follow_data(["community"])
    show(session)
    return session


def test_a_measure_colours_a_layer_and_few_persons_are_withheld(measured):
    measure = Colouring(column="residents here", source="measure")
    layer = styled(measured, colouring=measure)
    assert layer.withheld.sum() == 2
    legend = [(one.label["en"], one.count) for one in layer.legend()]
    assert legend == [("0", 62), ("withheld (few persons)", 2)]


def test_a_measure_that_no_way_leads_from_is_not_offered(session):
    with session.store.change() as change:
        change.put_measure("far", "count(people) by community")
    found = [one.variable for one in offered(session.store, "community")]
    assert found == [Variable(column="residents")]


def test_asking_a_measure_is_told_and_can_be_given_up(measured):
    colouring = Colouring(column="residents here", source="measure")
    document = measured.document.changed("community", colouring=colouring)
    assert "residents here" in str(measured.scene.asks(document))
    measured.scene.give_up(document)
    measured.apply(TITLE, document)
    show(measured)
    assert len(measured.layer("community").legend()) == 1


def test_layers_above_a_measure_do_not_wait_for_it_nor_go_with_it(measured):
    colouring = Colouring(column="residents here", source="measure")
    document = measured.document.changed("community", colouring=colouring)
    measured.scene.forget()
    assert not measured.scene.is_read(document)
    measured.scene.read(document, Progress())
    before = [layer.name for layer in measured.scene.layers(document)]
    measured.scene.give_up(document)
    after = [layer.name for layer in measured.scene.layers(document)]
    assert measured.scene.is_read(document) and before == after == ["community", "people"]


def test_what_rests_on_data_that_changed_meanwhile_is_left_to_the_next_reading(
    measured, monkeypatch
):
    colouring = Colouring(column="residents here", source="measure")
    document = measured.document.changed("community", colouring=colouring)

    def change_meanwhile(*_):
        measured.scene.forget()

    monkeypatch.setattr(styled_parts, "read_values", change_meanwhile)
    assert measured.scene.ask(document, Progress()) == []
    assert "residents here" in str(measured.scene.asks(document))


def test_a_layer_whose_measure_was_deleted_has_one_colour_again(measured):
    styled(measured, colouring=Colouring(column="residents here", source="measure"))
    with measured.store.change() as change:
        change.remove("residents here")
    assert adjusted(measured.document, measured.store).layer("community").colouring is None


@pytest.fixture
def answered(session):
    settings = {"value": "residents", "permutations": 0}
    keep(session.store, "hot", run(session.store, "hotspots", settings, "community"))
    session.follow_data(["community"])
    show(session)
    return session


def test_a_column_of_a_result_colours_the_layer_that_was_asked_about(answered):
    layer = styled(answered, colouring=Colouring(column="z", source="result", result="hot"))
    plain = run(answered.store, "hotspots", {"value": "residents", "permutations": 0}, "community")
    assert layer.values == pytest.approx(plain.primary["z"].to_numpy(float))
    assert outline(answered, Legends())[1].about["en"] == "By z-score"


def test_the_classes_of_a_result_keep_their_names_as_colours(answered):
    layer = styled(answered, colouring=Colouring(column="bin", source="result", result="hot"))
    labels = {one.label["zh"] for one in layer.legend()}
    assert "不显著" in labels and sum(one.count for one in layer.legend()) == 64


# Sizes


def test_sizes_grow_with_the_numbers_and_none_has_the_smallest():
    found = sized(values([1, 2, 500, 1000, np.nan]), Sizing(column="x", least=2, most=10))
    assert found.pixels[0] == 2 and found.pixels[-1] == 10
    assert found.codes.tolist() == [*sorted(found.codes[:4].tolist()), 0]
    assert sum(found.counts(None)) == 5


@pytest.mark.parametrize("numbers", [[], [np.nan, np.inf], [7.0], [7.0, 7.0]])
def test_sizes_of_numbers_that_do_not_differ_are_one(numbers):
    found = sized(values(numbers), Sizing(column="x", most=10))
    assert found.pixels == (10.0,) and not found.codes.any()


def point_at(*places) -> object:
    return build_shapes("point", [pa.array(shapely.to_wkb(shapely.points(places)), pa.binary())])


def test_points_are_drawn_as_large_as_they_are_sized_however_crowded():
    shapes = point_at((20, 20), (60, 20))
    symbol = Symbol(((0, 0, 0), (0, 0, 0)), np.array([0, 1]), radii=(3.0, 9.0))
    frame = paint([Drawing(shapes, symbol)], View(0, 40, 1, 80, 40)) & 0xFF
    dark = (255 - frame.astype(float)) / 255
    assert dark[:, :40].sum() == pytest.approx(np.pi * 9, rel=0.03)
    assert dark[:, 40:].sum() == pytest.approx(np.pi * 81, rel=0.03)


def test_a_small_point_lies_on_a_large_one_with_a_rim():
    shapes = point_at((20, 20), (20, 20))
    symbol = Symbol(((255, 0, 0), (0, 0, 255)), np.array([0, 1]), radii=(3.0, 9.0),
                    outline=(255, 255, 255), outline_width=1.5)  # fmt: skip
    frame = paint([Drawing(shapes, symbol)], View(0, 40, 1, 40, 40))
    assert [int(frame[20, 20 + away]) & 0xFFFFFF for away in (0, 6)] == [0xFF0000, 0x0000FF]
    assert int(frame[20, 23]) & 0xFFFF00 > 0xC0C000


# Heat


def test_areas_count_at_the_middle_of_their_boxes():
    squares = [shapely.box(x, 0, x + 10, 10) for x in range(0, 500, 10)]
    shapes = build_shapes("area", [pa.array(shapely.to_wkb(squares), pa.binary())])
    points = middles(shapes)
    x = points.coordinates[:, 0] + points.origin[0]
    assert points.kind == "point" and sorted(x) == list(range(5, 500, 10))
    view = View(0, 20, 1, 500, 20)
    assert Heat(points, ((0, 0, 0),)).greatest(view) > 0


def test_a_stronger_heat_reaches_its_last_colour_at_less():
    shapes = point_at((20, 20), (20, 20), (60, 20))
    white_to_black = ((255, 255, 255), (0, 0, 0))
    heat = Heat(shapes, white_to_black, sigma=4.0)
    view = View(0, 40, 1, 80, 40)
    plain, strong = (
        int(paint([one], view)[20, 60]) & 0xFF
        for one in (heat, Heat(**vars(heat) | {"strength": 2.0}))
    )
    assert plain > 100 and strong < 45


def test_heat_is_weighted_and_told_in_the_legend(session):
    heat = Heating(weight=Variable(column="residents"), palette="Blues")
    layer = styled(session, symbols=Symbols(heat=heat))
    assert layer.heat.weights.max() == 1007.0
    branch = outline(session, Legends())[1]
    assert branch.about["en"] == "Heat, weighted by residents"
    assert [bool(one.ramp) for one in branch.entries] == [True]


def test_a_filter_leaves_rows_out_of_the_heat(session):
    from gridloom_analytics.selecting import Where

    layer = styled(session, symbols=Symbols(heat=Heating()), where=Where(text="residents > 900"))
    assert layer.picture.shown.sum() == 9


def test_heat_weighted_by_words_is_a_fault_and_the_layer_stays(session):
    symbols = Symbols(heat=Heating(weight=Variable(column="sex")))
    session.apply(TITLE, session.document.changed("people", symbols=symbols))
    show(session, "not-a-number-field")
    assert session.layer("people").heat is None


# The document


def test_a_style_goes_to_json_and_back_and_to_another_view(session):
    symbols = Symbols(outline="#112233", outline_width=2.5, sizing=Sizing(column="residents"))
    view = LayerView(name="a", table="community", symbols=symbols)
    document = Document(layers=(view, LayerView(name="b", table="community")))
    style = type(style_of(view)).model_validate_json(style_of(view).model_dump_json())
    assert fits(style, view, session.store.table("community"))
    assert not fits(style, view, session.store.table("people"))
    pasted = with_style(document, "b", style, session.store.table("community"))
    assert pasted.layer("b").symbols == symbols
    assert Document.model_validate_json(pasted.model_dump_json()) == pasted


def test_an_outline_is_drawn_as_it_was_chosen_or_not_at_all(session):
    layer = styled(session, symbols=Symbols(outline="#ff0000", outline_width=3.0))
    assert (layer.drawing.symbol.outline, layer.drawing.symbol.outline_width) == ((255, 0, 0), 3.0)
    layer = styled(session, symbols=Symbols(outline_width=0.0))
    assert layer.drawing.symbol.outline is None


def test_a_program_that_was_dark_last_begins_dark_all_over(qapp, own_folders):
    dress(qapp)
    preferences = Preferences(lambda _: None)
    preferences.change(theme="dark")
    Looks(preferences).begin()
    dark = theme().paper in qapp.styleSheet()
    switch_theme("light")
    assert dark and THEMES["dark"].paper not in qapp.styleSheet()
