"""A small town whose every row is known to the tests as pandas frames."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.measures import projecting, summarising
from gridloom_analytics.measures.remembering import Remembered
from gridloom_layers.roles import FieldType, role
from gridloom_layers.workspace import (
    FolderStore,
    Link,
    TableField,
    TableSpec,
    create_workspace,
)

DATA_DATE = dt.date(2025, 6, 30)


@dataclass(frozen=True)
class Town:
    """A store, and what was written to it: a frame for each table, on its row keys."""

    store: FolderStore
    frames: dict[str, pd.DataFrame] = field(repr=False)


def field_type(values: pd.Series) -> FieldType:
    """Return the type of a column."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return "datetime"
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    if pd.api.types.is_float_dtype(values):
        return "number"
    some = values.dropna()
    return "date" if len(some) and isinstance(some.iloc[0], dt.date) else "text"


def put(store: FolderStore, name: str, role_name: str, frame: pd.DataFrame, **sources: str) -> None:
    """Write ``frame`` (a GeoDataFrame for a layer) as a table; links are columns ``…_key``."""
    links = [column for column in frame if column.endswith("_key")]
    plain = frame.drop(columns=[*links, "geometry"], errors="ignore")
    known = role(role_name)
    fields = tuple(
        TableField(name=column, type=field_type(plain[column]), source=sources.get(column),
                   canonical=known.field(column) is not None)
        for column in plain
    )  # fmt: skip
    columns: dict[str, object] = {
        "row_key": frame.index.to_numpy(),
        "source_number": np.ones(len(frame), dtype=np.int64),
        "source_row": np.arange(len(frame)) + 2,
    }
    columns |= {column: pa.array(plain[column], from_pandas=True) for column in plain}
    kind = None
    if isinstance(frame, gpd.GeoDataFrame):
        kind = "point" if (frame.geom_type == "Point").all() else "area"
        shapes = [shapely.MultiPolygon([each]) if each.geom_type == "Polygon" else each
                  for each in frame.geometry]  # fmt: skip
        columns["geometry"] = pa.array(shapely.to_wkb(shapes), pa.binary())
    batches = pa.Table.from_pydict(columns).to_batches(max_chunksize=65_536)
    with store.change() as change:
        change.write(TableSpec(name, role_name, fields, key=known.key, geometry=kind), batches)
    for link in links:
        put_link(store, name, link.removesuffix("_key"), frame[link])


def put_link(store: FolderStore, left: str, right: str, keys: pd.Series) -> None:
    """Keep a join."""
    link = Link(left=left, right=right, by="code", on=None, column=f"{right}_key", report={})
    with store.change() as change:
        change.link(link, pa.chunked_array([pa.array(keys.astype("Int64"), from_pandas=True)]))


def cells(columns: int, rows: int, side: float) -> Iterable[shapely.MultiPolygon]:
    """Yield square cells, row by row from the south-west."""
    for y in range(rows):
        for x in range(columns):
            box = shapely.box(x * side, y * side, (x + 1) * side, (y + 1) * side)
            yield shapely.MultiPolygon([box])


def areas(shapes: Iterable[shapely.MultiPolygon], first: int, prefix: str) -> gpd.GeoDataFrame:
    """Return a layer of areas with row keys that are not 0, 1, 2 …"""
    shapes = list(shapes)
    keys = first + 7 * np.arange(len(shapes))
    codes = [f"{prefix}{number}" for number in range(len(shapes))]
    index = pd.Index(keys, name="row_key")
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, index=index)


def town_frames(seed: int) -> dict[str, pd.DataFrame]:
    """Return the tables of the town: 30 cells of 200 m in 2 communities, and what is in them."""
    rng = np.random.default_rng(seed)
    grid = areas(cells(6, 5, 200.0), 1000, "g")
    community = areas(cells(2, 1, 600.0), 5000, "c").assign(
        geometry=[shapely.MultiPolygon([shapely.box(x, 0, x + 600, 1000)]) for x in (0, 600)],
        population=[4321, 1234],
    )
    west = grid.centroid.x < 600
    grid["community_key"] = np.where(west, community.index[0], community.index[1])
    grid["community_key"] = grid["community_key"].astype("Int64")
    xy = rng.uniform([0, 0], [1200, 900], (70, 2))
    building = gpd.GeoDataFrame(
        {
            "code": [f"b{number}" for number in range(70)],
            "floor_area": rng.gamma(2.0, 300.0, 70),
            "floors": rng.integers(1, 30, 70),
        },
        geometry=gpd.points_from_xy(*xy.T),
        index=pd.Index(np.arange(70) + 300, name="row_key"),
    )
    building["grid_key"] = grid.index.to_numpy()[
        (xy[:, 1] // 200 * 6 + xy[:, 0] // 200).astype(int)
    ]
    return {
        "community": community,
        "grid": grid,
        "building": building,
        "person": _persons(rng, building),
        "event": _events(rng, grid),
        "statistics": pd.DataFrame(
            {"name": ["c0", "c1"], "seniors": [200, 30], "community_key": community.index},
            index=pd.Index([1, 2], name="row_key"),
        ),
    }


def _persons(rng: np.random.Generator, building: gpd.GeoDataFrame) -> pd.DataFrame:
    count = 900
    born = np.datetime64("1925-01-01") + rng.integers(0, 36_000, count)
    birth = pd.Series([day.item() for day in born], dtype=object)
    birth[rng.random(count) < 0.05] = None
    home = pd.Series(rng.choice(building.index, count), dtype="Int64")
    home[rng.random(count) < 0.1] = pd.NA
    frame = pd.DataFrame(
        {
            "citizen_id": [f"id{number}" for number in range(count)],
            "sex": rng.choice(["F", "M", "U", None], count, p=[0.48, 0.48, 0.02, 0.02]),
            "birth_date": birth,
            "income": np.where(rng.random(count) < 0.2, np.nan, rng.lognormal(8, 1, count)),
            "household": rng.integers(1, 7, count),
            "building_key": home,
        }
    )
    frame.index = pd.Index(np.arange(count) * 2 + 1, name="row_key")
    return frame


def _events(rng: np.random.Generator, grid: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    count = 400
    reported = pd.Timestamp("2025-05-01") + pd.to_timedelta(rng.integers(0, 86_400, count), "min")
    taken = pd.to_timedelta(rng.integers(60, 30_000, count), "min")
    closed = pd.Series(reported + taken).where(rng.random(count) < 0.8)
    frame = gpd.GeoDataFrame(
        {
            "code": [f"e{number}" for number in range(count)],
            "kind": rng.choice(["垃圾 litter", "noise", "Road's edge"], count),
            "reported_at": reported.astype("datetime64[us]"),
            "due_at": pd.Series(reported + pd.Timedelta(days=7)).where(rng.random(count) < 0.9),
            "closed_at": closed.astype("datetime64[us]"),
        },
        geometry=gpd.points_from_xy(rng.uniform(0, 1200, count), rng.uniform(0, 1000, count)),
    )
    frame["due_at"] = frame["due_at"].astype("datetime64[us]")
    frame["grid_key"] = pd.Series(rng.choice(grid.index, count), dtype="Int64").where(
        rng.random(count) < 0.5
    )
    frame.index = pd.Index(np.arange(count), name="row_key")
    return frame


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], FolderStore]:
    """Make an empty store in a CRS."""

    def make(crs: str = "EPSG:4547") -> FolderStore:
        folder: Path = tmp_path_factory.mktemp("stores")
        return create_workspace(folder / "镇 town.gridloom", crs, DATA_DATE)

    return make


@pytest.fixture(scope="session")
def write() -> Callable[..., None]:
    """The function that writes a frame as a table."""
    return put


NEVER, ALWAYS = 10**9, 0
"""How many rows of a table to one of its summary, for a summary to be worth having."""


@pytest.fixture(scope="session", params=["rows as they are", "projections", "summaries"])
def town(made_town: Town, request: pytest.FixtureRequest) -> Iterator[Town]:
    """The town, asked as a small city and as a large one is: the answers must be the same."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "rows as they are":
            patch.setattr(projecting, "LARGE", 0)
            patch.setattr(summarising, "WORTH", ALWAYS if request.param == "summaries" else NEVER)
            patch.setattr(summarising, "_summaries", Remembered(summarising._summary))
        yield made_town


@pytest.fixture(scope="session")
def made_town(new_store: Callable[[], FolderStore]) -> Town:
    """The town; read only."""
    store, frames = new_store(), town_frames(1)
    for name, frame in frames.items():
        put(store, name, name, frame, kind="案件小类", seniors="超過64歲")
    return Town(store, frames)
