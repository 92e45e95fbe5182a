"""The quality of a table as an analysis: run on a workspace, kept, and read again."""

from pathlib import Path

import geopandas as gpd
import pytest

from gridloom_analytics import running
from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, import_source


def test_the_map_has_the_figures_of_each_area_in_per_cent(city) -> None:
    result = running.run(city, "quality", {"table": "person"}, layer="grid")
    assert result.primary["validity"].tolist() == [100.0] * 64
    assert result.primary["completeness"].tolist() == [20.0] * 64


def test_the_value_on_the_map_is_the_faults_in_ten_thousand(city) -> None:
    result = running.run(city, "quality", {"table": "人口", "figure": "completeness"})
    assert result.primary["value"].tolist() == [8000.0] * 64
    assert result.style is not None and result.style.column == "value"


def test_no_fault_is_not_none_or_fewer(city) -> None:
    told = running.run(city, "quality", {"table": "person", "figure": "validity"}, layer="grid")
    assert told.summary["en"].endswith("none in 64 of 64 areas.")


def test_figures_of_persons_rest_on_their_count(city) -> None:
    result = running.run(city, "quality", {})
    assert result.persons is not None
    assert result.persons["rows"].tolist() == [40, 60] * 32
    assert set(result.primary.columns) == set(result.guarded)


def test_a_kept_result_holds_what_was_checked(city) -> None:
    running.keep(city, "q", running.run(city, "quality", {}))
    kept = running.kept(city, "q")
    checks = kept.tables["checks"].set_index("name")
    assert checks.loc["birth_date", "failed"].tolist() == 3200
    assert kept.data_date == city.data_date


def test_a_layer_file_is_no_workspace(city, tmp_path: Path) -> None:
    path = tmp_path / "格.gpkg"
    gpd.GeoDataFrame(city.layer("grid", ["code"])).to_file(path)
    with pytest.raises(BadInput, match="not a Gridloom workspace"):
        running.run(path, "quality", {})


def test_a_table_that_no_join_leads_to_the_layer_is_refused(city, tmp_path: Path) -> None:
    path = tmp_path / "法人.csv"
    path.write_text("企业名称\n甲\n乙\n", encoding="utf-8")
    import_source(city, path, ImportOptions(role="entity"))
    with pytest.raises(BadInput, match="Nothing says"):
        running.run(city, "quality", {"table": "entity"}, layer="grid")
