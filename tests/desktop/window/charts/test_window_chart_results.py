"""Charts of a kept result: its columns on the rows of its table, as they may be seen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.keeping import keep
from gridloom_analytics.result import Method, Result
from gridloom_analytics.selecting import Found
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.window.model.charts.fields import sources
from gridloom_desktop.window.model.charts.making import ChartMaker
from gridloom_desktop.window.model.charts.picking import condition_of
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace

TITLE = {"zh": "热点", "en": "hot spots"}
HALF = np.arange(100, 300)


@pytest.fixture
def kept(city: Path, tmp_path: Path) -> Iterator[FolderStore]:
    """The city with a result on half of its buildings, that rests on few persons in the first."""
    shutil.copytree(city, tmp_path / "r.gridloom")
    store = open_workspace(tmp_path / "r.gridloom")
    z = np.linspace(-4, 4, len(HALF))
    primary = pd.DataFrame({"z": z, "island": z > 3}, pd.Index(HALF, name="row_key"))
    persons = pd.DataFrame({"old": np.where(HALF == 100, 3, 50)}, primary.index)
    result = Result(
        "hotspots", "building", primary, {}, 0, Method(TITLE, ""), TITLE,
        persons=persons, guarded=("z",),
    )  # fmt: skip
    keep(store, "hot", result)
    yield store
    store.close()


def made(store: FolderStore, kind: str, field: str):
    view = {"kind": kind, "table": "building", "fields": [field], "result": "hot"}
    return ChartMaker(store).make(ChartView.model_validate(view), Progress())


def test_a_result_is_offered_beside_the_tables(kept):
    assert [(one.table, one.result) for one in sources(kept)][-1] == ("building", "hot")
    assert {one.name: one.holds for one in ChartMaker(kept).fields("building", "hot")} == {
        "z": "number",
        "island": "category",
    }


def test_its_values_stand_on_the_rows_of_the_table(kept):
    values = made(kept, "histogram", "z").columns[0].values
    assert len(values) == 400 and np.isnan(values[200:]).all()
    assert values[1] == pytest.approx(-4 + 8 / 199)


def test_what_the_gate_withholds_is_not_drawn(kept):
    assert np.isnan(made(kept, "histogram", "z").columns[0].values[0])


def test_a_brush_gives_a_condition_on_the_result(kept):
    chart = made(kept, "histogram", "z")
    pick = chart.drawn.picked(chart.drawn.bins(2.1, 3.9))
    condition = condition_of(chart, pick)
    assert isinstance(condition, Found) and condition.result == "hot"
    assert rows_of(kept, "building", condition).tolist() == chart.rows.keys[pick.positions].tolist()
