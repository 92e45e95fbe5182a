"""Layers by two variables, results in other colours than their own, legends of persons."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.cartography import MISSING
from gridloom_analytics.disclosure.persons import ends_coded
from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_recoloured
from gridloom_desktop.publishing.export.released import SUPPRESSED
from gridloom_desktop.publishing.sheet import draw_sheet
from gridloom_desktop.window.model.identifying import facts
from gridloom_desktop.window.model.layering import adjusted, with_answer
from gridloom_desktop.window.model.outline import Legends, outline
from gridloom_desktop.window.model.publishing import (
    ShownResult,
    publish,
    recolouring_of,
    shown_result,
)
from gridloom_desktop.window.model.restyling import fits, style_of
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.model.symbology import Colouring, Variable
from gridloom_desktop.window.model.variables import numeric_ones, offered
from gridloom_layers.joins import join
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import SourceInfo, TableField, TableSpec, create_workspace

TITLE = tr("Style of a layer")
SETTINGS = {"value": "residents", "permutations": 0}
AGE, Z = Variable(column="age"), Variable(column="z", source="result", result="hot")
HERE = Variable(column="residents here", source="measure")


@pytest.fixture
def session(aged_workspace):
    opened = open_session(aged_workspace, Progress())
    show(opened)
    yield opened
    opened.close()


def show(session) -> list:
    faults = session.scene.ask(session.document, Progress())
    session.show(session.scene.layers(session.document))
    return faults


def coloured(session, name="community", **changes):
    colouring = Colouring(**changes)
    session.apply(TITLE, session.document.changed(name, colouring=colouring))
    assert show(session) == []
    return session.layer(name)


@pytest.fixture
def answered(session):
    """The session with hot spots of the residents on top."""
    keep(session.store, "hot", run(session.store, "hotspots", SETTINGS, "community"))
    session.follow_data(["community"])
    answer = session.scene._answered("community", "hot")
    session.scene.put_answer(answer)
    document = with_answer(session.document, session.store, answer, "community")
    session.apply(TITLE, document)
    show(session)
    return session


def about(session, name: str) -> str:
    return next(one.about["en"] for one in outline(session, Legends()) if one.name == name)


# Two variables


def test_two_fields_make_nine_classes_by_thirds_of_each(session):
    layer = coloured(session, column="residents", crossed_with=AGE)
    by_age = layer.classes // 3
    ages = session.store.attributes("community", ["age"]).column("age").to_numpy()
    low, middle, high = (ages[by_age == third] for third in range(3))
    assert low.max() < middle.min() and middle.max() < high.min()
    assert max(map(len, (low, middle, high))) - min(map(len, (low, middle, high))) <= 3
    assert about(session, "community") == "By residents and age"


def test_a_measure_and_a_column_of_a_result_are_crossed_too(answered):
    join(answered.store, "people", "community", "place", None, Progress())
    with answered.store.change() as change:
        change.put_measure("residents here", "count(people) by community")
    layer = coloured(answered, **HERE.model_dump(), crossed_with=Z)
    assert layer.withheld.sum() == 2 and (layer.classes >= 0).sum() == 62
    assert about(answered, "community") == "By residents here and z-score"


def test_below_the_nine_colours_stands_what_has_none(answered):
    join(answered.store, "people", "community", "place", None, Progress())
    with answered.store.change() as change:
        change.put_measure("residents here", "count(people) by community")
    coloured(answered, **AGE.model_dump(), crossed_with=HERE)
    branch = next(one for one in outline(answered, Legends()) if one.name == "community")
    assert [(one.label["en"], one.count) for one in branch.entries] == [
        ("withheld (few persons)", 2)
    ]


def test_words_are_not_crossed_and_the_fault_says_so(session):
    colouring = Colouring(column="residents", crossed_with=Variable(column="name"))
    session.apply(TITLE, session.document.changed("community", colouring=colouring))
    assert [one.code for one in show(session)] == ["not-a-number-field"]


def test_a_variable_is_not_offered_to_be_crossed_with_itself(answered):
    found = numeric_ones(offered(answered.store, "community"), AGE)
    assert AGE not in [one.variable for one in found] and Z in [one.variable for one in found]


def test_a_second_variable_that_is_gone_leaves_the_first(answered):
    coloured(answered, column="residents", crossed_with=Z)
    with answered.store.change() as change:
        change.remove("hot")
    view = adjusted(answered.document, answered.store).layer("community")
    assert view.colouring == Colouring(column="residents")


# Results in other colours


def test_a_result_is_coloured_by_a_column_of_its_own_and_back_again(answered):
    own = answered.layer("hot").style
    layer = coloured(answered, "hot", **Z.model_dump())
    assert (layer.style.title["en"], layer.style.kind) == ("z-score", "graduated")
    assert about(answered, "hot").endswith("By z-score")
    answered.undo()
    assert answered.layer("hot") is layer  # until it is shown
    show(answered)
    assert answered.layer("hot").style == own


def test_a_result_is_coloured_by_a_field_of_its_table_and_tells_it(answered):
    layer = coloured(answered, "hot", column="age")
    told = facts(answered.store, layer, 0)[0]
    assert layer.result == "hot" and told.title["en"] == "age"
    assert all(one.upper is not None for one in layer.legend()[:-1])  # its borders can be moved


def test_columns_of_the_result_that_is_shown_are_offered_first(answered):
    assert offered(answered.store, "community", "hot")[0].variable.result == "hot"
    assert offered(answered.store, "community")[0].variable.source == "field"


def test_the_style_of_a_layer_fits_a_result_on_it(answered):
    coloured(answered, column="age")
    style = style_of(answered.document.layer("community"))
    table = answered.store.table("community")
    assert fits(style, answered.document.layer("hot"), table)
    further = answered.document.layer("hot").model_copy(update={"part": "hot outlines"})
    assert not fits(style, further, table)


# Results in other colours, published


def released(session, **changes):
    coloured(session, "hot", **changes)
    colours = recolouring_of(session.store, shown_result(session), Progress())
    return release_recoloured(session.store, "hot", kept(session.store, "hot"), colours)


def test_a_sheet_has_the_classes_and_values_of_the_screen(answered):
    sheet = released(answered, **Z.model_dump(), classes=3)
    layer = answered.layer("hot")
    assert sheet.classes.tolist() == layer.classes.tolist() and len(sheet.style.classes) == 3
    assert sheet.drawn.to_numpy() == pytest.approx(layer.values)
    assert sheet.title["en"].endswith(": z-score") and not sheet.suppressed.any()


def test_two_variables_leave_with_nine_classes_and_without_what_is_withheld(answered):
    join(answered.store, "people", "community", "place", None, Progress())
    with answered.store.change() as change:
        change.put_measure("residents here", "count(people) by community")
    sheet = released(answered, **HERE.model_dump(), crossed_with=AGE)
    assert len(sheet.style.classes) == 9
    assert set(sheet.classes.tolist()) == {0, 3, 6, SUPPRESSED}  # where it is seen it is 0
    assert (sheet.classes == SUPPRESSED).sum() == sheet.suppressed.sum() == 2
    assert sheet.values["residents here"].isna().sum() == 2
    assert {"residents here", "age", "z"} <= set(sheet.columns)


def test_a_sheet_tells_how_many_areas_each_of_nine_colours_has(answered):
    sheet = released(answered, column="residents", crossed_with=AGE)
    texts = [text.get_text() for axes in draw_sheet(sheet, "en").axes for text in axes.texts]
    counts = np.bincount(sheet.classes, minlength=9)
    assert all(str(count) in texts for count in counts)
    assert {"→ residents", "↑ age", "number of areas"} <= set(texts)


def test_a_result_in_its_own_style_is_published_as_ever(answered):
    assert shown_result(answered) == ShownResult("hot")


def test_a_page_says_that_the_colours_are_not_what_was_found(answered, tmp_path):
    coloured(answered, "hot", column="age")
    page = tmp_path / "page.html"
    publish(answered.store, "web-map", page, shown_result(answered), "en", Progress())
    assert "Coloured by age, not by what the analysis found." in page.read_text(encoding="utf-8")


# Persons


@pytest.fixture
def persons(tmp_path):
    """A city of 43 persons: 25 women, 15 men, 3 of another word; 20 to 62 years old.

    20 earn 10, one earns 55 123, 22 earn 99 000.
    """
    store = create_workspace(tmp_path / "人.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    fields = (
        TableField(name="sex", type="text"),
        TableField(name="age", type="integer"),
        TableField(name="income", type="integer"),
    )
    source = (SourceInfo(number=1, file="people.csv", sha256="0"),)
    spec = TableSpec("people", "person", fields, geometry="point", sources=source)
    places = shapely.points([(x, 7 * x % 90) for x in range(43)])
    columns = {
        "row_key": pa.array(range(43), pa.int64()),
        "source_number": pa.array([1] * 43, pa.int64()),
        "source_row": pa.array(range(43), pa.int64()),
        "sex": pa.array(["F"] * 25 + ["M"] * 15 + ["X"] * 3),
        "age": pa.array(range(20, 63), pa.int64()),
        "income": pa.array([10] * 20 + [55_123] + [99_000] * 22, pa.int64()),
        "geometry": pa.array(shapely.to_wkb(places), pa.binary()),
    }
    with store.change() as change:
        change.write(spec, [pa.record_batch(columns)])
    store.close()
    opened = open_session(store.path, Progress())
    show(opened)
    yield opened
    opened.close()


def test_persons_are_counted_in_tens_and_rare_words_are_not_named(persons):
    layer = coloured(persons, "people", column="sex")
    lines = [(one.label["en"], one.count) for one in layer.legend()]
    assert lines == [("F", 20), ("M", 10), ("1 other values", 0)]
    assert outline(persons, Legends())[0].count == 40


def test_the_oldest_and_the_youngest_are_not_told(persons):
    layer = coloured(persons, "people", column="age", classes=3)
    assert (layer.style.classes[0].lower, layer.style.classes[-1].upper) == (29, 53)


@pytest.mark.parametrize(
    "changes", [{"method": "equal", "classes": 3}, {"borders": (55_122.5, 55_123.5)}]
)
def test_a_person_alone_in_a_class_of_numbers_is_withheld_among_others(persons, changes):
    layer = coloured(persons, "people", column="income", **changes)
    rich = np.arange(43) >= 21
    assert (layer.classes == np.where(rich, 2, MISSING)).all()
    assert (layer.withheld == ~rich).all()
    lines = [(one.label["en"], one.count) for one in layer.legend()][-2:]
    assert lines[0][1] == 20 and lines[1] == ("withheld (few persons)", 20)


def test_persons_of_whom_few_have_one_of_nine_colours_are_withheld(persons):
    layer = coloured(
        persons, "people", column="income", crossed_with=AGE, method="equal", classes=3
    )
    drawn = layer.class_counts()
    assert set(drawn[drawn > 0] >= 10) == {True} and layer.withheld.any()
    assert drawn.sum() + layer.withheld.sum() == 43


@pytest.mark.parametrize(("count", "told"), [(9, [np.nan] * 9), (10, [5.0] * 10)])
def test_of_few_persons_no_number_or_only_the_middle_one_is_left(count, told):
    assert ends_coded(np.arange(count, dtype=float)).tolist() == pytest.approx(told, nan_ok=True)
