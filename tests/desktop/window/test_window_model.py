"""The window's model, which knows no Qt."""

import subprocess
import sys
from dataclasses import replace

import pytest

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_desktop.canvas import View
from gridloom_desktop.window.main import has_screen
from gridloom_desktop.window.model.city import City
from gridloom_desktop.window.model.forms import form
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress


@pytest.fixture
def city(workspace):
    opened = City.open(workspace, Progress())
    yield opened
    opened.close()


def test_neither_the_model_nor_the_canvas_loads_qt():
    code = (
        "import sys, gridloom_desktop.canvas, gridloom_desktop.window.model.city;"
        "sys.exit(any(name.startswith(('PyQt', 'qt')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_layers_are_loaded_areas_below_points(city):
    assert [layer.name for layer in city.map.layers] == ["community", "people"]


def test_row_keys_follow_the_rows_of_the_layer(city):
    layer = city.map.layer("community")
    assert layer.row_keys.tolist() == list(range(100, 164))


def test_the_extent_is_that_of_all_layers(city):
    assert city.map.extent() == pytest.approx((0, 0, 800, 800), abs=0.01)


def test_a_coloured_layer_counts_every_row_once(city):
    layer = city.coloured("community", "residents", Progress())
    assert sum(entry.count for entry in layer.legend()) == 64


def test_a_layer_goes_back_to_one_colour(city):
    plain = city.map.layer("community")
    coloured = city.coloured("community", "residents", Progress())
    city.map.recolour(coloured)
    assert city.coloured("community", None, Progress()).legend() == plain.legend()


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


def test_a_form_asks_for_each_kind_of_parameter(city):
    entries = {entry.name: entry for entry in form(PROBE, city.store, "community")}
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


def test_a_form_offers_further_layers_and_their_fields(city):
    probe = replace(PROBE, parameters=FurtherLayer)
    entries = {entry.name: entry for entry in form(probe, city.store, "people")}
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
