"""The window's model, which knows no Qt."""

import subprocess
import sys
from dataclasses import replace

import pytest

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_analytics.selecting import Rows, Where
from gridloom_desktop.canvas import View
from gridloom_desktop.window.main import has_screen
from gridloom_desktop.window.model.autosave import keep_document, kept_document
from gridloom_desktop.window.model.city_map import extent
from gridloom_desktop.window.model.document import Colouring, LayerView
from gridloom_desktop.window.model.forms import form
from gridloom_desktop.window.model.layering import adjusted
from gridloom_desktop.window.model.starting import open_session
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

from .conftest import show


@pytest.fixture
def session(workspace):
    opened = open_session(workspace, Progress())
    show(opened)
    yield opened
    opened.close()


def coloured(session, column):
    colouring = Colouring(column=column) if column else None
    document = session.document.changed("community", colouring=colouring)
    session.apply(tr("Colour a layer"), document)
    show(session)
    return session.layer("community")


def test_neither_the_model_nor_the_canvas_loads_qt():
    code = (
        "import sys, gridloom_desktop.canvas, gridloom_desktop.window.model.session;"
        "sys.exit(any(name.startswith(('PyQt', 'qt')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_layers_are_loaded_areas_below_points(session):
    assert [layer.name for layer in session.layers] == ["community", "people"]


def test_row_keys_follow_the_rows_of_the_layer(session):
    assert session.layer("community").row_keys.tolist() == list(range(100, 164))


def test_the_extent_is_that_of_all_layers(session):
    assert extent(session.layers) == pytest.approx((0, 0, 800, 800), abs=0.01)


def test_a_coloured_layer_counts_every_row_once(session):
    layer = coloured(session, "residents")
    assert sum(entry.count for entry in layer.legend()) == 64


def test_a_layer_goes_back_to_one_colour(session):
    plain = session.layer("community").legend()
    coloured(session, "residents")
    assert coloured(session, None).legend() == plain


def test_what_was_done_is_undone_and_done_again(session):
    before = session.document
    coloured(session, "residents")
    after = session.document
    session.undo()
    assert session.document == before and session.steps.last is None
    session.redo()
    assert session.document == after and session.steps.next is None


def test_what_was_read_once_is_not_read_again_for_a_step_back(session):
    coloured(session, "residents")
    session.undo()
    assert session.scene.is_read(session.document)


def test_a_step_back_does_not_move_the_map(session):
    coloured(session, "residents")
    session.look_at((0.0, 0.0, 1.0, 1.0))
    session.undo()
    assert session.document.box == (0.0, 0.0, 1.0, 1.0)


def test_something_new_ends_what_could_be_done_again(session):
    coloured(session, "residents")
    session.undo()
    session.apply(tr("Hide a layer"), session.document.changed("people", visible=False))
    assert session.redo() is None


def test_a_filter_hides_rows_and_counts_the_others(session):
    where = Where(text="residents > 900")
    session.apply(tr("Filter"), session.document.changed("community", where=where))
    show(session)
    layer = session.layer("community")
    assert layer.count == 9 and sum(entry.count for entry in layer.legend()) == 9


def test_what_is_picked_is_found_in_the_store(session):
    session.select("community", Where(text="residents > 900"))
    session.select("community", Rows(keys=(100,)), "add")
    found = session.find_selected(session.document.picked, Progress())
    assert len(found.keys) == 10 and 100 in found.keys


def test_a_document_is_kept_and_read_again(session):
    coloured(session, "residents")
    session.select("community", Where(text="residents > 900"))
    keep_document(session.store, session.document)
    assert kept_document(session.store) == session.document


def test_a_document_that_cannot_be_read_is_passed_over(session):
    (session.store.path / "window.json").write_text("{", encoding="utf-8")
    assert kept_document(session.store) is None


def test_a_layer_that_is_gone_is_left_out_and_one_that_is_new_is_added(session):
    document = session.document.with_layers([LayerView(name="gone", table="gone")])
    assert [one.name for one in adjusted(document, session.store).layers] == ["community", "people"]


class Settings(Parameters):
    """One parameter of each kind."""

    value: str = option("field", tr("Value"), of="layer")
    reach: float = option("distance", tr("Distance to neighbours"), default=500.0, gt=0, unit="m")
    limit: int | None = option("number", tr("Number of classes"), default=None, ge=1)
    strict: bool = option("choice", tr("none"), default=True)
    where: str = option("expression", tr("Layer"), default="")


PROBE = Analysis(
    "probe", "probe", tr("Analysis"), tr("Analysis"), Settings,
    (Output("probe", "layer", tr("Layer")),), "", "nowhere:nothing",
)  # fmt: skip


def test_a_form_asks_for_each_kind_of_parameter(session):
    entries = {entry.name: entry for entry in form(PROBE, session.store, "community")}
    kinds = {name: entry.kind for name, entry in entries.items()}
    assert kinds == {
        "value": "choice", "reach": "decimal", "limit": "whole", "strict": "switch",
        "where": "text",
    }  # fmt: skip
    assert [choice.value for choice in entries["value"].choices] == ["residents"]
    assert entries["limit"].optional and entries["value"].required


class FurtherLayer(Parameters):
    """A further layer with a column of its own, and a time of the layer itself."""

    area: str | None = option("layer", tr("Layer"), geometry="area", default=None)
    share: str | None = option("field", tr("Value"), of="area", default=None)
    when: str | None = option("field", tr("Value"), of="layer", holds="time", default=None)


def test_a_form_offers_further_layers_and_their_fields(session):
    probe = replace(PROBE, parameters=FurtherLayer)
    entries = {entry.name: entry for entry in form(probe, session.store, "people")}
    offered = {name: [one.value for one in entry.choices] for name, entry in entries.items()}
    assert offered == {"area": ["community"], "share": ["residents"], "when": []}


def test_a_view_of_a_box_shows_all_of_it():
    view = View.of_box((0, 0, 800, 200), 400, 400)
    xmin, ymin, xmax, ymax = view.box
    assert xmin < 0 and ymin < 0 and xmax > 800 and ymax > 200


def test_without_a_display_there_is_no_screen(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
