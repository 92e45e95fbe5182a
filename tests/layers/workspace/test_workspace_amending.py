"""A few rows of a layer changed: the same as if it were written anew, in a fraction of the time."""

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import (
    ARROW_TYPES,
    FolderStore,
    TableField,
    TableSpec,
    create_workspace,
    patching,
)

FIELDS = tuple(TableField(name=kind, type=kind) for kind in ARROW_TYPES)
Row = tuple[int, dict[str, Any] | None, tuple[float, float] | None]
values = st.none() | st.fixed_dictionaries({
    "text": st.none() | st.text(st.characters(exclude_categories=["C"]), max_size=5),
    "integer": st.none() | st.integers(-(2**40), 2**40),
    "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "date": st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    "datetime": st.none() | st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)).map(
        lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000)),
    "boolean": st.none() | st.booleans(),
})  # fmt: skip
places = st.none() | st.tuples(st.integers(0, 50), st.integers(0, 50))
SHAPES = {
    "area": lambda x, y: shapely.MultiPolygon([shapely.box(x, y, x + 2, y + 1)]),
    "line": lambda x, y: shapely.MultiLineString([[(x, y), (x + 3, y + 2)]]),
    "point": shapely.Point,
}


def batch(rows: list[Row], kind: str) -> pa.RecordBatch:
    keys = [key for key, _, _ in rows]
    own = ("row_key", "source_number", "source_row")
    columns: dict[str, pa.Array] = dict.fromkeys(own, pa.array(keys, pa.int64()))
    for field in FIELDS:
        given_values = [(said or {}).get(field.name) for _, said, _ in rows]
        columns[field.name] = pa.array(given_values, ARROW_TYPES[field.type])
    shapes = [None if at is None else shapely.to_wkb(SHAPES[kind](*at)) for _, _, at in rows]
    return pa.record_batch({**columns, "geometry": pa.array(shapes, pa.binary())})


def spec(kind: Any) -> TableSpec:
    return TableSpec("place", "component", FIELDS, geometry=kind)


def content(store: FolderStore) -> tuple[Any, ...]:
    """Return the rows, their shapes, the digest of the GeoPackage and the extent."""
    table = store.table("place")
    rows = [row for each in store.scan("place", geometry=True) for row in each.to_pylist()]
    return rows, table.layer_digest, table.extent, table.rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("amending")


def new_store(folder: Path) -> FolderStore:
    name = f"{sum(1 for _ in folder.iterdir())}.gridloom"
    return create_workspace(folder / name, "EPSG:4547", dt.date(2026, 1, 1))


@st.composite
def courses(draw: st.DrawFn) -> tuple[Any, ...]:
    """Draw the kind of a layer, its rows, and which are changed, taken out and added."""
    keys = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=12)))
    row = st.tuples(values, places)
    rows = [(key, *draw(row)) for key in keys]
    changed = [
        (key, *draw(row)) for key in sorted(draw(st.sets(st.sampled_from(keys), max_size=4)))
    ]
    gone = draw(st.sets(st.sampled_from(keys), max_size=3)) - {key for key, _, _ in changed}
    added = [(60 + key, *draw(row)) for key in sorted(draw(st.sets(st.integers(1, 9), max_size=3)))]
    return draw(st.sampled_from(sorted(SHAPES))), rows, changed, sorted(gone), added


@given(course=courses())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_patched_layer_is_what_would_be_written_anew(
    folder: Path, course: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, rows, changed, gone, added = course
    found = []
    for may_patch in (True, False):
        with monkeypatch.context() as patch:
            if not may_patch:
                patch.setattr(patching, "FEW_ROWS", -1)
            store = new_store(folder)
            with store.change() as change:
                change.write(spec(kind), [batch(rows, kind)])
            with store.change() as change:
                change.revise(spec(kind), [batch(changed, kind)], np.array(gone, np.int64), 1)
                if added:
                    change.append(spec(kind), [batch(added, kind)])
        assert store.problems() == []
        found.append(content(store))
        store.close()
    assert found[0] == found[1]


@pytest.fixture
def squares(tmp_path: Path) -> FolderStore:
    """A layer of a hundred squares."""
    store = new_store(tmp_path)
    rows = [(key, None, (key % 10 * 10.0, key // 10 * 10.0)) for key in range(100)]
    with store.change() as change:
        change.write(spec("area"), [batch(rows, "area")])
    return store


def moved(store: FolderStore, key: int, x: float, y: float) -> Path:
    with store.change() as change:
        change.revise(
            spec("area"), [batch([(key, None, (x, y))], "area")], np.empty(0, np.int64), 1
        )
    return store.path / str(store.table("place").layer)


def test_the_spatial_index_follows_a_shape_that_was_moved(squares: FolderStore) -> None:
    file = moved(squares, 55, 22, 33)
    for box, there in (((50, 50, 51, 51), False), ((23.5, 33.5, 24, 34), True)):
        found = pyogrio.read_dataframe(file, bbox=box)["row_key"].tolist()
        assert (55 in found) == there


def test_only_the_file_of_the_new_generation_is_changed(squares: FolderStore) -> None:
    hold, file = squares.hold(), squares.path / str(squares.table("place").layer)
    before = file.read_bytes()
    moved(squares, 55, 22, 33)
    assert file.read_bytes() == before
    hold.release()


def test_a_patched_file_is_a_geopackage_that_gdal_finds_whole(squares: FolderStore) -> None:
    file = moved(squares, 55, 22, 33)
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT rtreecheck('rtree_layer_geom')").fetchone() == ("ok",)
    assert pyogrio.read_info(file)["features"] == 100


def test_the_extent_shrinks_when_the_outermost_shape_comes_in(squares: FolderStore) -> None:
    assert squares.table("place").extent == (0, 0, 92, 91)
    moved(squares, 99, 1, 1)
    moved(squares, 89, 1, 1)
    assert squares.table("place").extent == (0, 0, 92, 91)  # others reach as far
    for key in range(9, 90, 10):
        moved(squares, key, 1, 1)
    assert squares.table("place").extent == (0, 0, 82, 91)


def test_a_row_that_another_program_took_out_is_told(squares: FolderStore) -> None:
    with sqlite3.connect(squares.path / str(squares.table("place").layer)) as database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        database.execute("UPDATE layer SET row_key = 54 WHERE row_key = 55")
    with pytest.raises(BadInput, match="another program"):
        moved(squares, 55, 22, 33)
