"""Results in the colours of other variables, as they leave: without what tells of persons."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import Recolouring, release_recoloured
from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_desktop.publishing.web_map import write_web_map
from gridloom_desktop.publishing.workbook import write_workbook
from gridloom_desktop.window.model.layering import with_answer
from gridloom_desktop.window.model.publishing import recolouring_of, shown_result
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.model.symbology import Colouring, Variable
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import TableField, TableSpec, create_workspace

from .conftest import PLACES, SOURCES, batch, show, write_persons

TITLE = tr("Style of a layer")
RESIDENTS = Variable(column="residents")
CLASS = Variable(column="class", source="result", result="found")
MOBILE, CITIZEN = "网格长 13800138000", "证 110101199003078515"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A city of communities with a note that nobody graded, a personal text, and two numbers."""
    store = create_workspace(tmp_path / "注.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    fields = (
        TableField(name="name", type="text", canonical=True),
        TableField(name="residents", type="number"),
        TableField(name="age", type="number"),
        TableField(name="note", type="text"),
        TableField(name="keeper", type="text", personal="identifier"),
    )
    columns = {
        "name": pa.array([f"社区{column}{row}" for column, row in PLACES]),
        "residents": pa.array([float(column) for column, _ in PLACES]),
        "age": pa.array([float(row) for _, row in PLACES]),
        "note": pa.array([(MOBILE, CITIZEN)[row % 2] for _, row in PLACES]),
        "keeper": pa.array(["张伟"] * len(PLACES)),
    }
    squares = [shapely.MultiPolygon([shapely.box(c, r, c + 1, r + 1)]) for c, r in PLACES]
    with store.change() as change:
        spec = TableSpec("community", "community", fields, geometry="area", sources=SOURCES)
        change.write(spec, [batch(columns, squares)])
    write_persons(store)
    keep(store, "found", run(store, "distribution", {"value": "residents"}, "community"))
    store.close()
    opened = open_session(store.path, Progress())
    show(opened)
    answer = opened.scene._answered("community", "found")
    opened.scene.put_answer(answer)
    opened.apply(TITLE, with_answer(opened.document, opened.store, answer, "community"))
    yield opened
    opened.close()


def recoloured(session: Session, **changes: Any) -> Recolouring:
    colouring = Colouring(**changes)
    session.apply(TITLE, session.document.changed("found", colouring=colouring))
    show(session)
    shown = shown_result(session)
    assert shown is not None
    colours = recolouring_of(session.store, shown, Progress())
    assert colours is not None
    return colours


def released(session: Session, colours: Recolouring) -> ReleasedMap:
    return release_recoloured(session.store, "found", kept(session.store, "found"), colours)


def test_identifiers_in_texts_do_not_leave_with_values_or_labels(session):
    sheet = released(session, recoloured(session, column="note"))
    assert set(sheet.values["note"]) == {"网格长 138****8000", "证 110***************"}
    assert {one.label["en"] for one in sheet.style.classes} == set(sheet.values["note"])
    assert {one.value for one in sheet.style.classes} == set(sheet.values["note"])


def test_no_page_holds_an_identifier_of_the_text_that_colours_it(session, tmp_path):
    sheet = released(session, recoloured(session, column="note"))
    write_web_map(sheet, tmp_path / "map.html", "zh")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "138****8000" in page and "13800138000" not in page and "110101199003" not in page


def test_no_workbook_holds_an_identifier_of_the_text_that_colours_it(session, tmp_path):
    sheet = released(session, recoloured(session, column="note"))
    book = tmp_path / "map.xlsx"
    write_workbook(sheet, book, "zh")
    sheets = pd.read_excel(book, sheet_name=None, header=None, engine="openpyxl")
    cells = " ".join(frame.to_string() for frame in sheets.values())
    assert "138****8000" in cells and "13800138000" not in cells and "110101199003" not in cells


def test_what_is_personal_does_not_colour_what_leaves(session):
    colours = recoloured(session, column="keeper")
    assert colours.values["keeper"].tolist() == ["张伟"] * len(PLACES)
    with pytest.raises(BadInput, match="personal field"):
        released(session, colours)


def test_persons_do_not_leave_in_other_colours(session):
    colours = recoloured(session, column="age")
    result = replace(kept(session.store, "found"), layer="people")
    with pytest.raises(BadInput, match="single persons"):
        release_recoloured(session.store, "found", result, colours)


def test_a_result_is_crossed_with_a_column_of_its_own_that_is_called_class(session):
    sheet = released(session, recoloured(session, column="age", crossed_with=CLASS))
    own = kept(session.store, "found").primary["class"]
    assert sheet.values["class"].tolist() == own.tolist()
    assert sheet.drawn.tolist() == sheet.classes.tolist() and len(set(sheet.classes)) > 1


def test_the_nine_classes_of_a_map_do_not_hide_a_column_of_the_result_called_class(session):
    sheet = released(session, recoloured(session, column="age", crossed_with=RESIDENTS))
    assert {"class", "class 2"} <= set(sheet.values) and sheet.style.column == "class 2"
