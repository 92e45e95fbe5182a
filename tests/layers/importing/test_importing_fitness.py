"""A source none of whose columns belongs to the role is refused, and one that tells little told."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.importing.fitness import identifying, nearest_field
from gridloom_layers.roles import ROLES, role

STRANGE = "foo,bar\n1,2\n3,4\n"
TABLES = [name for name in ROLES if role(name).geometry != "area"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_a_column_of_the_role_is_refused(store, import_text, name):
    with pytest.raises(BadInput) as found:
        import_text(STRANGE, name)
    fault = found.value
    assert fault.code == "no-known-column" and fault.where.file.endswith("source.csv")
    assert "foo, bar" in str(fault.message) and identifying(role(name))[0].name in str(fault.hint)
    assert not store.tables and not store.imports


def test_what_a_column_may_be_is_said(import_text):
    with pytest.raises(BadInput) as found:
        import_text("foo,id card no\n1,2\n", "person")
    assert "--map citizen_id=id card no" in str(found.value.hint)


def test_a_column_that_the_user_maps_is_known(import_text):
    assert import_text(STRANGE, "person", mapping={"name": "foo"}).loaded == 2


def test_a_mapping_that_leaves_nothing_is_refused(import_text):
    with pytest.raises(BadInput) as found:
        import_text("姓名,bar\n张三,2\n", "person", mapping={"name": ""})
    assert found.value.code == "no-known-column"


def test_a_place_is_enough_for_what_lies_somewhere(import_text):
    report = import_text("lon,lat,foo\n114.1,22.5,1\n", "facility")
    assert (report.read, report.loaded) == (1, 1)
    assert "neither updated nor joined" in report.warnings[0]["en"]


def test_rows_that_nothing_tells_apart_are_told(import_text):
    report = import_text("性别,年级\n男,2\n女,4\n", "person")
    assert report.loaded == 2 and "公民身份号码、姓名、" in report.warnings[0]["zh"]


def test_rows_with_a_name_are_not(import_text):
    assert import_text("姓名,性别\n张三,男\n李四,女\n", "person").warnings == ()


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """Two squares with a column that no role knows."""
    squares = [shapely.box(x, 2_500_000, x + 100, 2_500_100) for x in (500_000, 500_100)]
    path = tmp_path / "areas.gpkg"
    gpd.GeoDataFrame({"foo": [1, 2]}, geometry=squares, crs=4547).to_file(path)
    return path


@pytest.mark.parametrize("name", ["district", "street", "community"])
def test_divisions_need_a_code_or_a_name(store, shapes, name):
    with pytest.raises(BadInput) as found:
        import_source(store, shapes, ImportOptions(name))
    assert found.value.code == "no-known-column" and not store.tables
    assert import_source(store, shapes, ImportOptions(name, mapping={"code": "foo"})).read == 2


@pytest.mark.parametrize("name", ["grid", "building"])
def test_cells_and_buildings_are_known_by_their_place(store, shapes, name):
    report = import_source(store, shapes, ImportOptions(name))
    assert (report.read, report.loaded, len(report.warnings)) == (2, 2, 1)


def test_divisions_without_any_column_are_refused(store, tmp_path):
    path = tmp_path / "bare.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(500_000, 0, 500_100, 100)], crs=4547).to_file(path)
    with pytest.raises(BadInput) as found:
        import_source(store, path, ImportOptions("street"))
    assert "shapes and no columns" in str(found.value.message)


@pytest.mark.parametrize(
    ("header", "field"),
    [("id card no", "citizen_id"), ("sfzhm", "citizen_id"), ("证件编号", "citizen_id"),
     ("full name", "name"), ("foo", None), ("", None)],
)  # fmt: skip
def test_the_field_that_a_header_is_like(header, field):
    found = nearest_field(role("person"), header)
    assert (found.name if found else None) == field
