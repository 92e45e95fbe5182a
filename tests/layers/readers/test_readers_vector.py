"""The traps of vector files: cut short, parts missing, broken records, sources left alone."""

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from fiona.errors import FionaError

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW, open_source, vector
from gridloom_layers.readers.features import survivors


@pytest.fixture
def squares() -> gpd.GeoDataFrame:
    """Forty squares with a Chinese field name, in EPSG:4547."""
    boxes = [shapely.box(500_000 + i, 2_500_000, 500_001 + i, 2_500_001) for i in range(40)]
    names = [f"第{i}网格" for i in range(40)]
    return gpd.GeoDataFrame({"网格": names, "n": range(40)}, geometry=boxes, crs="EPSG:4547")


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and time of each file in a folder."""
    return {p.name: (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.iterdir()}


@pytest.mark.parametrize("name", ["x.gpkg", "x.shp", "x.geojson", "x.fgb", "x.parquet"])
def test_every_vector_format_gives_the_same_rows(
    tmp_path: Path, squares: gpd.GeoDataFrame, name: str
) -> None:
    write = squares.to_parquet if name.endswith("parquet") else squares.to_file
    write(tmp_path / name)
    before = listing(tmp_path)
    with open_source(tmp_path / name) as source:
        table = [row for batch in source.batches() for row in batch.to_pylist()]
        assert len(table) == 40
        assert {row["网格"] for row in table} == set(squares["网格"])
        assert sorted(row[SOURCE_ROW] for row in table) == list(range(1, 41))
        assert shapely.from_wkb(table[0][GEOMETRY]).area > 0
    assert listing(tmp_path) == before


def test_a_shapefile_cut_short_is_refused(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.shp")
    data = (tmp_path / "x.shp").read_bytes()
    (tmp_path / "x.shp").write_bytes(data[: len(data) // 2])
    with pytest.raises(BadInput) as found:
        open_source(tmp_path / "x.shp")
    assert (found.value.code, "bytes" in str(found.value)) == ("damaged-source", True)


def test_a_shapefile_with_too_few_shapes_is_refused(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    squares.to_file(tmp_path / "x.shp")
    data = (tmp_path / "x.shx").read_bytes()
    (tmp_path / "x.shx").write_bytes(data[:-80])
    with pytest.raises(BadInput) as found:
        open_source(tmp_path / "x.shp")
    assert found.value.code == "damaged-source"


def test_a_field_name_cut_in_half_a_character_is_mended(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    with pytest.warns(RuntimeWarning, match="Normalized/laundered field name"):
        squares.rename(columns={"网格": "网格名称"}).to_file(tmp_path / "x.shp")
    before = listing(tmp_path)
    with open_source(tmp_path / "x.shp") as source:
        assert source.headers == ("网格名", "n")
        assert next(source.batches()).column("网格名")[0].as_py() == "第0网格"
    assert listing(tmp_path) == before


def test_a_missing_shx_is_made_anew_on_a_copy(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.shp")
    (tmp_path / "x.shx").unlink()
    before = listing(tmp_path)
    with open_source(tmp_path / "x.shp") as source:
        assert sum(batch.num_rows for batch in source.batches()) == 40
    assert listing(tmp_path) == before


def test_a_missing_dbf_is_told(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.shp")
    (tmp_path / "x.dbf").unlink()
    with pytest.raises(BadInput) as found:
        open_source(tmp_path / "x.shp")
    assert found.value.code == "missing-part"


@pytest.mark.parametrize("language_byte", [0x00, 0x4D])
def test_a_gbk_dbf_without_cpg_is_read_field_names_too(
    tmp_path: Path, squares: gpd.GeoDataFrame, language_byte: int
) -> None:
    squares.to_file(tmp_path / "x.shp", encoding="GBK")
    (tmp_path / "x.cpg").unlink()
    data = bytearray((tmp_path / "x.dbf").read_bytes())
    data[29] = language_byte
    (tmp_path / "x.dbf").write_bytes(data)
    with open_source(tmp_path / "x.shp") as source:
        assert source.headers == ("网格", "n")
        assert next(source.batches()).column("网格")[0].as_py() == "第0网格"


def test_a_wrong_cpg_is_overruled(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.shp", encoding="GBK")
    (tmp_path / "x.cpg").write_text("UTF-8")
    assert open_source(tmp_path / "x.shp", encoding="gbk").headers[0] == "网格"


def test_a_missing_prj_means_no_crs(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.shp")
    (tmp_path / "x.prj").unlink()
    assert open_source(tmp_path / "x.shp").crs is None


def test_a_zipped_shapefile_is_read_whatever_its_inner_name(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    squares.to_file(tmp_path / "x.shp")
    with zipfile.ZipFile(tmp_path / "图层.zip", "w") as archive:
        for part in tmp_path.glob("x.*"):
            archive.write(part, f"深层 目录/网格{part.suffix}")
    with open_source(tmp_path / "图层.zip") as source:
        assert sum(batch.num_rows for batch in source.batches()) == 40
        assert (source.layer, source.name) == ("网格", "图层.zip")


def test_a_geopackage_in_write_ahead_mode_is_left_alone(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    squares.to_file(tmp_path / "x.gpkg")
    with sqlite3.connect(tmp_path / "x.gpkg") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    before = listing(tmp_path)
    with open_source(tmp_path / "x.gpkg") as source:
        assert sum(batch.num_rows for batch in source.batches()) == 40
    assert listing(tmp_path) == before


def test_a_read_only_folder_is_no_obstacle(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    folder = tmp_path / "read only 目录"
    folder.mkdir()
    squares.to_file(folder / "x.gpkg")
    folder.chmod(0o500)
    try:
        assert open_source(folder / "x.gpkg").rows == 40
    finally:
        folder.chmod(0o700)


def test_illegal_text_in_a_geopackage_is_replaced_and_counted(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    squares.to_file(tmp_path / "x.gpkg")
    with sqlite3.connect(tmp_path / "x.gpkg") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE x SET 网格 = CAST(x'ff41' AS TEXT) WHERE n = 2")
    connection.close()
    with open_source(tmp_path / "x.gpkg") as source:
        names = next(source.batches()).column("网格").to_pylist()
    assert (names[2], source.repaired["undecodable bytes"]) == ("\ufffdA", 1)


def test_a_flatgeobuf_cut_short_is_refused(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.fgb")
    data = (tmp_path / "x.fgb").read_bytes()
    (tmp_path / "x.fgb").write_bytes(data[:-200])
    with pytest.raises(BadInput) as found, open_source(tmp_path / "x.fgb") as source:
        list(source.batches())
    assert found.value.code == "damaged-source"


def test_a_geopackage_with_a_damaged_page_is_refused(
    tmp_path: Path, squares: gpd.GeoDataFrame
) -> None:
    long = squares.assign(note=[f"row {n} " * 90 for n in range(40)])
    long.to_file(tmp_path / "x.gpkg")
    data = bytearray((tmp_path / "x.gpkg").read_bytes())
    page = data.index(b"row 20 row 20") // 4096 * 4096
    data[page : page + 60] = b"\xee" * 60
    (tmp_path / "x.gpkg").write_bytes(data)
    with pytest.raises(BadInput) as found, open_source(tmp_path / "x.gpkg") as source:
        list(source.batches())
    assert found.value.code == "damaged-source"


def test_where_the_bulk_path_fails_features_are_read_one_by_one(
    tmp_path: Path, squares: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    squares.to_file(tmp_path / "x.gpkg")
    with open_source(tmp_path / "x.gpkg") as source:
        in_bulk = [row for batch in source.batches() for row in batch.to_pylist()]
        monkeypatch.setattr(vector, "_bulk", failing)
        singly = [row for batch in source.batches() for row in batch.to_pylist()]
    assert [row["网格"] for row in singly] == [row["网格"] for row in in_bulk]
    assert [row[GEOMETRY] for row in singly] == [row[GEOMETRY] for row in in_bulk]
    assert [row[SOURCE_ROW] for row in singly] == list(range(1, 41))


def failing(*_: object) -> Iterator[pa.RecordBatch]:
    """Fail as GDAL does in the middle of a file."""
    raise OSError("Unexpected I/O failure: reading feature")
    yield


class Broken:
    """A collection of ten features, some of which cannot be read."""

    def __init__(self, *bad: int) -> None:
        self.bad = bad

    def filter(self, start: int, stop: None) -> Iterator[int]:
        """Yield the features from ``start`` on."""
        for number in range(start + 1, 11):
            if number in self.bad:
                raise FionaError(f"feature {number}")
            yield number


def test_a_bad_record_is_left_out_and_the_others_are_read() -> None:
    found = list(survivors(Broken(4, 10), skipped=2, announced=10))
    assert found == [(3, 3), (4, None), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, None)]


def test_after_three_bad_records_in_a_row_nothing_more_is_tried() -> None:
    found = list(survivors(Broken(4, 5, 6, 7), skipped=0, announced=10))
    assert [number for number, feature in found if feature is None] == [4, 5, 6]
    assert found[-1] == (6, None)


def test_the_styles_that_qgis_keeps_are_no_layer(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.gpkg", layer="cells")
    styles = pd.DataFrame({"f_table_name": ["cells"], "styleQML": ["<qgis/>"]})
    pyogrio.write_dataframe(styles, tmp_path / "x.gpkg", layer="layer_styles", append=True)
    with open_source(tmp_path / "x.gpkg") as source:
        assert source.layers == ("cells",)


def test_an_unknown_layer_is_told(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.gpkg", layer="grids")
    with pytest.raises(BadInput) as found:
        open_source(tmp_path / "x.gpkg", layer="grid")
    assert (found.value.code, "grids" in str(found.value)) == ("unknown-layer", True)


def test_real_archives_and_extracts_are_read(cities: Path) -> None:
    with open_source(cities / "tokyo" / "buildings_5wards.gpkg.zip") as source:
        assert (source.driver, source.rows) == ("GPKG", 146_026)
    with open_source(cities / "helsinki" / "Helsinki.osm.pbf", layer="multipolygons") as source:
        assert {"building", "other_tags"} <= set(source.headers)


def test_a_source_is_closed_without_a_trace(tmp_path: Path, squares: gpd.GeoDataFrame) -> None:
    squares.to_file(tmp_path / "x.gpkg")
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "x.gpkg")
    with open_source(tmp_path / "packed.zip") as source:
        copy = source.path
        assert copy.exists()
    assert not copy.exists()
