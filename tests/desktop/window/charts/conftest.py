"""A city to draw charts of: buildings with awkward values, and persons that live in them."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gridloom_desktop.window.model.charts.making import ChartMaker, ReadyChart
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import (
    FolderStore,
    Link,
    TableField,
    TableSpec,
    create_workspace,
    open_workspace,
)

BUILDINGS, PERSONS, SIDE = 400, 3000, 20
CANONICAL = ("floors", "height", "use")
DRAW = np.random.default_rng(7)


def buildings() -> pd.DataFrame:
    """Whole numbers, decimals that are no binary fractions, skewed values, nulls, quotes, days."""
    floors = DRAW.integers(1, 40, BUILDINGS).astype(float)
    height = (floors * 3.1 + DRAW.integers(0, 9, BUILDINGS) / 10).round(1)
    use = DRAW.choice(["office", "shop", "O'Hara's", "住宅"], BUILDINGS, p=[0.1, 0.2, 0.3, 0.4])
    days = [
        dt.date(2020, 1, 1) + dt.timedelta(int(one)) for one in DRAW.integers(0, 900, BUILDINGS)
    ]
    frame = pd.DataFrame({"floors": floors, "height": height, "use": use, "built": days})
    frame["面积 (㎡)"] = np.exp(DRAW.normal(5, 1.5, BUILDINGS)).round(2)
    frame["nothing"] = np.nan
    for place, name in enumerate(("floors", "height", "use", "built")):
        frame.loc[place :: 37 + place, name] = None
    return frame.astype({"floors": "Int64"})


def persons() -> pd.DataFrame:
    """Ages from birth to 90, sexes, a kind of registration that three persons have."""
    born = [
        dt.date(1936, 1, 1) + dt.timedelta(int(one)) for one in DRAW.integers(0, 32_000, PERSONS)
    ]
    frame = pd.DataFrame({"birth_date": born, "sex": DRAW.choice(["F", "M"], PERSONS)})
    frame["registration"] = DRAW.choice(["registered", "floating"], PERSONS)
    frame.loc[:2, "registration"] = "rare"
    frame["home"] = DRAW.integers(0, BUILDINGS, PERSONS)
    return frame


def batch(frame: pd.DataFrame, **more: pa.Array) -> pa.RecordBatch:
    count = len(frame)
    numbers = {
        "row_key": pa.array(np.arange(100, 100 + count)),
        "source_number": pa.array(np.ones(count, dtype=np.int64)),
        "source_row": pa.array(np.arange(2, 2 + count)),
    }
    columns = {name: pa.Array.from_pandas(frame[name]) for name in frame}
    return pa.record_batch(numbers | columns | more)


def squares() -> pa.Array:
    x, y = np.arange(BUILDINGS) % SIDE * 100.0, np.arange(BUILDINGS) // SIDE * 100.0
    return pa.array(
        shapely.to_wkb(shapely.multipolygons(shapely.box(x, y, x + 100, y + 100)[:, None]))
    )


def write(store: FolderStore, houses: pd.DataFrame, people: pd.DataFrame) -> None:
    kinds = {"floors": "integer", "use": "text", "built": "date"}
    own = [
        TableField(name=one, type=kinds.get(one, "number"), canonical=one in CANONICAL)
        for one in houses
    ]
    known = {"birth_date": "date", "sex": "text", "registration": "text"}
    theirs = [
        TableField(name=one, type=kind, canonical=True,
                   personal="identifier" if one == "birth_date" else "no")
        for one, kind in known.items()
    ]  # fmt: skip
    with store.change() as change:
        spec = TableSpec("building", "building", tuple(own), geometry="area")
        change.write(spec, [batch(houses, geometry=squares())])
        spec = TableSpec("person", "person", tuple(theirs))
        change.write(spec, [batch(people.drop(columns="home"))])
    link = Link(
        left="person", right="building", by="code", on="building_code=code",
        column="building_key", report={},
    )  # fmt: skip
    with store.change() as change:
        change.link(link, pa.chunked_array([pa.array(people["home"].to_numpy() + 100)]))


@pytest.fixture(scope="session")
def houses() -> pd.DataFrame:
    """The buildings, on their row keys."""
    return buildings().set_index(np.arange(100, 100 + BUILDINGS))


@pytest.fixture(scope="session")
def people() -> pd.DataFrame:
    """The persons, on their row keys, with their age at the workspace's date."""
    frame = persons().set_index(np.arange(100, 100 + PERSONS))
    born = pd.to_datetime(frame["birth_date"])
    birthday = (born.dt.month, born.dt.day)
    later = (birthday[0] > 1) | ((birthday[0] == 1) & (birthday[1] > 1))
    return frame.assign(age=2026 - born.dt.year - later)


@pytest.fixture(scope="session")
def city(tmp_path_factory, houses, people) -> Path:
    """A workspace of these."""
    path = tmp_path_factory.mktemp("charts") / "图城.gridloom"
    store = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
    write(store, houses, people.drop(columns="age"))
    store.close()
    return path


@pytest.fixture(scope="session")
def store(city) -> Iterator[FolderStore]:
    """The workspace, open."""
    opened = open_workspace(city)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def maker(store) -> ChartMaker:
    """What makes charts of the workspace."""
    return ChartMaker(store)


@pytest.fixture(scope="session")
def chart(maker) -> Callable[..., ReadyChart]:
    """A function that makes a chart of a kind, a table and fields."""

    def make(kind: str, table: str, *fields: str, **options: object) -> ReadyChart:
        view = ChartView.model_validate({"kind": kind, "table": table, "fields": fields, **options})
        return maker.make(view, Progress())

    return make
