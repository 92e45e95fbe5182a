"""Feature by feature as in bulk: the same types and values, and no row lost in silence."""

import datetime as dt
import json
import struct
from collections.abc import Iterator
from pathlib import Path

import fiona
import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW, Source, features, open_source, vector

TIME = dt.datetime(2024, 2, 29, 23, 30, 0, 125_000, tzinfo=dt.UTC)
COUNT = 12


def line(number: int, *, arc: bool) -> bytes:
    """Return a line over three points, or an arc through them, as WKB."""
    points = (number, 0, number + 0.5, 0.5, number + 1, 0)
    return struct.pack("<BII6d", 1, 8 if arc else 2, 3, *points)


def write(file: Path, driver: str, arcs: tuple[int, ...] = ()) -> pa.Table:
    """Write lines with a column of every type, the last row without values; return the table."""
    columns = {
        "whole": pa.array(range(COUNT), pa.int32()),
        "large": pa.array([2**40] * COUNT, pa.int64()),
        "small": pa.array([3] * COUNT, pa.int16()),
        "number": pa.array([0.1] * COUNT, pa.float64()),
        "yes": pa.array([True, False] * (COUNT // 2)),
        "day": pa.array([TIME.date()] * COUNT),
        "moment": pa.array([TIME] * COUNT, pa.timestamp("ms", "UTC")),
        "bytes": pa.array([b"ab", b"\xff\x00"] * (COUNT // 2), pa.binary()),
        "text": pa.array(["中 a", "2024-01-01"] * (COUNT // 2)),
    }
    none = {name: pa.nulls(1, array.type) for name, array in columns.items()}
    filled = {name: pa.concat_arrays([array[:-1], none[name]]) for name, array in columns.items()}
    shapes = pa.array([line(n, arc=n in arcs) for n in range(COUNT)], pa.binary())
    pyogrio.write_arrow(
        pa.table({**filled, "geom": shapes}), file, driver=driver, layer="x",
        geometry_name="geom", geometry_type="Unknown", crs="EPSG:4547",
    )  # fmt: skip
    return pa.table(filled)


def read(source: Source) -> pa.Table:
    """Return all rows; they are as many as were announced, less those that are faults."""
    table = pa.Table.from_batches(source.batches())
    assert table.num_rows + len(source.faults) == source.rows
    return table


def failing_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let GDAL fail in bulk after so many batches, of four rows each."""
    bulk = vector._bulk

    def failing(*given: object) -> Iterator[pa.RecordBatch]:
        batches = bulk(*given)
        for _ in range(count):
            yield next(batches)
        next(batches)
        raise OSError("Unexpected I/O failure: reading feature")

    monkeypatch.setattr(vector, "_bulk", failing)
    for module in (vector, features):
        monkeypatch.setattr(module, "BATCH_ROWS", 4)


@pytest.mark.parametrize("arcs", [(6,), (0, 5, 11), tuple(range(COUNT))], ids=len)
def test_a_layer_with_arcs_has_the_values_that_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arcs: tuple[int, ...]
) -> None:
    written = write(tmp_path / "x.gpkg", "GPKG", arcs)
    monkeypatch.setattr(vector, "BATCH_ROWS", 4)
    with open_source(tmp_path / "x.gpkg") as source:
        found = read(source)
    assert found.select(written.column_names).equals(written)
    assert found[SOURCE_ROW].to_pylist() == list(range(1, COUNT + 1))
    assert set(shapely.get_type_id(shapely.from_wkb(found[GEOMETRY].to_numpy()))) == {1}


def test_an_arc_becomes_a_line_along_it(tmp_path: Path) -> None:
    write(tmp_path / "x.gpkg", "GPKG", (3,))
    with open_source(tmp_path / "x.gpkg") as source:
        lengths = shapely.length(shapely.from_wkb(read(source)[GEOMETRY].to_numpy()))
    assert lengths[3] == pytest.approx(3.14159 / 2, rel=1e-3)
    assert lengths[2] == pytest.approx(2**0.5)


def test_an_arc_in_a_collection_becomes_a_line(tmp_path: Path) -> None:
    shapes = [struct.pack("<BII", 1, 7, 1) + line(n, arc=True) for n in range(3)]
    pyogrio.write_arrow(
        pa.table({"n": range(3), "geom": shapes}), tmp_path / "x.gpkg", driver="GPKG",
        geometry_name="geom", geometry_type="GeometryCollection", crs="EPSG:4547",
    )  # fmt: skip
    with open_source(tmp_path / "x.gpkg") as source:
        lengths = shapely.length(shapely.from_wkb(read(source)[GEOMETRY].to_numpy()))
    assert lengths == pytest.approx([3.14159 / 2] * 3, rel=1e-3)


@pytest.mark.parametrize("arcs", [(5,), (3, 7)], ids=len)
def test_a_shape_that_cannot_be_made_is_a_fault_at_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arcs: tuple[int, ...]
) -> None:
    def broken(geometry: fiona.Geometry) -> shapely.Geometry:
        if geometry["coordinates"][0] == (5.0, 0.0):
            raise ValueError("A linearring requires at least 4 coordinates.")
        return shapely.geometry.shape(geometry)

    write(tmp_path / "x.gpkg", "GPKG", arcs)
    monkeypatch.setattr(features, "shape", broken)
    monkeypatch.setattr(vector, "BATCH_ROWS", 4)
    with open_source(tmp_path / "x.gpkg") as source:
        assert read(source)[SOURCE_ROW].to_pylist() == [n for n in range(1, COUNT + 1) if n != 6]
        assert [fault.row for fault in source.faults] == [6]


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize(("driver", "ending"), [("GPKG", "gpkg"), ("GeoJSON", "geojson")])
def test_where_bulk_fails_types_and_values_stay_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: str, ending: str, after: int
) -> None:
    write(tmp_path / f"x.{ending}", driver)
    with open_source(tmp_path / f"x.{ending}") as source:
        expected = read(source)
        failing_after(after, monkeypatch)
        found = read(source)
    assert found.combine_chunks().equals(expected.combine_chunks())


@pytest.mark.parametrize("zones", [("",), ("+08:00",), ("Z",), ("Z", "+09:30"), ("", "+08:00")])
def test_times_of_any_zone_are_those_that_bulk_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zones: tuple[str, ...]
) -> None:
    place = {"type": "Point", "coordinates": [114, 22]}
    rows = [{"t": f"2024-01-01T01:00:00.5{zone}", "j": {"中": zone}, "l": "23:59:59"}
            for zone in zones]  # fmt: skip
    members = [{"type": "Feature", "properties": row, "geometry": place} for row in rows]
    document = {"type": "FeatureCollection", "features": members}
    (tmp_path / "x.geojson").write_text(json.dumps(document), encoding="utf-8")
    with open_source(tmp_path / "x.geojson") as source:
        expected = read(source)
        failing_after(0, monkeypatch)
        found = read(source)
    assert found.drop_columns(["j"]).equals(expected.drop_columns(["j"]))
    assert [json.loads(text) for text in found["j"].to_pylist()] == [
        json.loads(text) for text in expected["j"].to_pylist()
    ]


def test_what_is_no_value_of_its_column_is_a_fault_at_its_row(tmp_path: Path) -> None:
    write(tmp_path / "x.gpkg", "GPKG")
    with open_source(tmp_path / "x.gpkg") as source:
        names = ["whole", "large"]
        source.headers = tuple(names)
        types = {"whole": pa.int32(), "large": pa.int8(), GEOMETRY: pa.binary()}
        (batch,) = features.read_features(source, source.path, None, names, 0, types)
        assert batch[SOURCE_ROW].to_pylist() == [COUNT]
        assert [fault.row for fault in source.faults] == list(range(1, COUNT))


def test_a_value_that_fiona_does_not_know_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pa.table({"f": pa.array([0.5, None], pa.float32()),
                      "geom": [line(n, arc=False) for n in range(2)]})  # fmt: skip
    pyogrio.write_arrow(table, tmp_path / "x.gpkg", driver="GPKG", geometry_name="geom",
                        geometry_type="LineString", crs="EPSG:4547")  # fmt: skip
    failing_after(0, monkeypatch)
    with open_source(tmp_path / "x.gpkg") as source:
        assert read(source)[SOURCE_ROW].to_pylist() == [2]
        assert [fault.row for fault in source.faults] == [1]


def test_a_table_without_shapes_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyogrio.write_dataframe(pd.DataFrame({"a": range(9)}), tmp_path / "x.gpkg")
    failing_after(1, monkeypatch)
    with open_source(tmp_path / "x.gpkg") as source:
        assert read(source).to_pydict() == {"a": list(range(9)), SOURCE_ROW: list(range(1, 10))}


def test_names_and_texts_in_gbk_stay_where_bulk_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = gpd.GeoDataFrame(
        {"网格": ["第一", "第二"]}, geometry=[shapely.Point(1, 1)] * 2, crs=4547
    )
    frame.to_file(tmp_path / "x.shp", encoding="GBK")
    (tmp_path / "x.cpg").unlink()
    failing_after(0, monkeypatch)
    with open_source(tmp_path / "x.shp") as source:
        assert read(source)["网格"].to_pylist() == ["第一", "第二"]


def test_a_broken_file_of_a_kind_that_fiona_does_not_read_is_refused(
    cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_after(0, monkeypatch)
    file = cities / "helsinki" / "Helsinki.osm.pbf"
    with open_source(file, layer="points") as source, pytest.raises(BadInput) as found:
        read(source)
    assert found.value.code == "damaged-source"


def test_a_code_outside_its_domain_stays_as_it_is() -> None:
    codes = pa.array([1, 7, None, -1, 0], pa.int32())
    coded = pa.DictionaryArray.from_arrays(codes, pa.array([None, "homes"]), safe=False)
    assert vector._labels(coded).to_pylist() == ["homes", "7", None, "-1", "0"]
