"""The smallest city: what is in its files is what its manifest and its ground truth say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from stdnum.cn import ric, uscc

Table = Callable[[str], pd.DataFrame]
ID = "身份证号"


def faulty(truth: dict[str, Any], file: str, fault: str) -> list[int]:
    """Return the planted rows of a fault, counted from 0."""
    found = [one for one in truth["faults"] if (one["file"], one["fault"]) == (file, fault)]
    return [row - 1 for row in found[0]["rows"]]


@pytest.fixture(scope="module")
def persons(table: Table) -> pd.DataFrame:
    return table("person")


@pytest.fixture(scope="module")
def events(table: Table) -> pd.DataFrame:
    found = table("event").dropna(how="all").drop_duplicates("案件编号")
    return found.assign(community=found["所属网格"].str[:12])


@pytest.fixture(scope="module")
def buildings(sample: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(sample / "楼栋_规划局.gpkg")


def test_every_file_of_the_manifest_is_there(sample: Path, files: dict[str, Any]) -> None:
    assert all((sample / entry["file"]).exists() for entry in files.values())


def test_every_role_but_statistics_has_a_file(files: dict[str, Any]) -> None:
    roles = {entry["role"] for entry in files.values()}
    assert roles == {
        "district", "street", "community", "grid", "building", "room", "component", "facility",
        "person", "entity", "event", "register",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["person", "entity", "event", "component", "facility", "room", "lease", "school_roll"]
)
def test_a_file_has_the_rows_of_its_manifest(
    table: Table, files: dict[str, Any], name: str
) -> None:
    assert len(table(name)) == files[name]["rows"]


def test_the_counts_are_in_the_proportion_of_the_full_city(
    persons: pd.DataFrame, buildings: geopandas.GeoDataFrame, table: Table, events: pd.DataFrame
) -> None:
    entities = table("entity").dropna(how="all").drop_duplicates()
    unique = persons.dropna(how="all").drop_duplicates()
    assert [len(unique), len(buildings), len(entities), len(events)] == [20_000, 1333, 2000, 5556]


def test_every_id_is_valid_but_the_planted_ones(
    persons: pd.DataFrame, truth: dict[str, Any]
) -> None:
    code = persons[ID].fillna("")
    right = code.str.fullmatch("[0-9]{17}[0-9X]", na=False)
    right &= np.array(
        [
            bool(ok) and ric.calc_check_digit(one) == one[17]
            for ok, one in zip(right, code, strict=True)
        ]
    )
    right &= pd.to_datetime(code.str[6:14], format="%Y%m%d", errors="coerce").notna()
    names = ("wrong-check-digit", "15-digit-id", "full-width-code", "lower-case-x",
             "implausible-birth-date", "missing-id", "blank-row")  # fmt: skip
    planted = {row for name in names for row in faulty(truth, "人口_公安局.csv", name)}
    assert set(np.flatnonzero(~right)) == planted


def test_an_id_tells_birth_date_and_sex(persons: pd.DataFrame, truth: dict[str, Any]) -> None:
    plain = persons[persons[ID].str.fullmatch("[0-9]{17}[0-9X]", na=False)]
    plain = plain.drop(faulty(truth, "人口_公安局.csv", "implausible-birth-date"))
    male = plain[ID].str[16].astype(int) % 2 == 1
    assert (plain[ID].str[6:14] == plain["出生日期"]).all() and (
        male == (plain["性别"] == "男")
    ).all()


def test_building_codes_of_persons_fail_where_planted(
    persons: pd.DataFrame, buildings: geopandas.GeoDataFrame, truth: dict[str, Any]
) -> None:
    names = ("room-code-as-building-code", "unknown-building", "missing-building", "blank-row")
    planted = {row for name in names for row in faulty(truth, "人口_公安局.csv", name)}
    known = persons["楼栋编码"].isin(buildings["楼栋编码"])
    assert set(np.flatnonzero(~known)) == planted


def test_every_building_lies_in_the_grid_it_names(
    sample: Path, buildings: geopandas.GeoDataFrame
) -> None:
    grids = geopandas.read_file(f"zip://{sample / '网格_网格办.zip'}", encoding="gbk")
    home = grids.set_index("网格编码").geometry.loc[buildings["所属网格"]].to_numpy()
    assert shapely.covers(home, buildings.geometry.convex_hull.to_numpy()).mean() > 0.999


def test_bow_ties_are_the_only_invalid_buildings(
    buildings: geopandas.GeoDataFrame, truth: dict[str, Any]
) -> None:
    invalid = np.flatnonzero(~buildings.is_valid)
    assert invalid.tolist() == faulty(truth, "楼栋_规划局.gpkg", "bow-tie")


def test_no_two_buildings_overlap(buildings: geopandas.GeoDataFrame) -> None:
    areas = buildings.geometry[buildings.is_valid].to_numpy()
    first, second = shapely.STRtree(areas).query(areas, predicate="overlaps")
    assert len(first) == 0 and len(second) == 0


def test_every_representative_is_a_person(table: Table, truth: dict[str, Any]) -> None:
    people = set(table("person")[ID].dropna())
    entities = table("entity").drop(faulty(truth, "法人_市场监管局.xlsx", "id-stored-as-number"))
    known = entities["法定代表人证件号码"].dropna().isin(people)
    assert known.mean() > 0.99


def test_credit_codes_are_valid_but_the_planted_ones(table: Table, truth: dict[str, Any]) -> None:
    codes = table("entity")["统一社会信用代码"]
    right = np.array(
        [isinstance(code, str) and code.isascii() and uscc.is_valid(code) for code in codes]
    )
    names = (
        "organisation-code-as-credit-code",
        "wrong-check-digit",
        "full-width-code",
        "blank-row",
    )
    planted = {row for name in names for row in faulty(truth, "法人_市场监管局.xlsx", name)}
    assert set(np.flatnonzero(~right)) == planted


def test_ids_stored_as_numbers_have_lost_their_last_digits(
    table: Table, truth: dict[str, Any]
) -> None:
    cells = table("entity")["法定代表人证件号码"]
    number = [row for row, cell in enumerate(cells) if isinstance(cell, int | float)]
    assert number == sorted(faulty(truth, "法人_市场监管局.xlsx", "id-stored-as-number"))


@pytest.mark.parametrize(("name", "x"), [("event", "X坐标"), ("component", "经度")])
def test_points_at_zero_are_where_planted(
    table: Table, files: dict[str, Any], truth: dict[str, Any], name: str, x: str
) -> None:
    at_zero = np.flatnonzero(table(name)[x].astype(float) == 0)
    assert at_zero.tolist() == faulty(truth, files[name]["file"], "point-at-zero")


def test_hot_clusters_are_far_above_the_rest(events: pd.DataFrame, truth: dict[str, Any]) -> None:
    for cluster in truth["planted"]["hot_clusters"]:
        inside = events["community"].isin([one["code"] for one in cluster["communities"]])
        ours = events["事件小类"] == cluster["kind"]
        mean = ours[inside].sum() / len(cluster["communities"])
        assert mean > 20 * ours[~inside].sum() / 788


def test_old_people_cluster_where_planted(
    persons: pd.DataFrame, buildings: geopandas.GeoDataFrame, truth: dict[str, Any]
) -> None:
    home = persons.merge(buildings[["楼栋编码", "所属网格"]], on="楼栋编码")
    old = home["出生日期"].str[:4].astype(int) <= 1960
    codes = [one["code"] for one in truth["planted"]["ageing"]["communities"]]
    inside = home["所属网格"].str[:12].isin(codes)
    assert old[inside].mean() > 0.4 > 0.1 > old[~inside].mean()


def test_one_kind_grows_in_one_street(events: pd.DataFrame, truth: dict[str, Any]) -> None:
    trend = truth["planted"]["trend"]
    mine = events[
        (events["事件小类"] == trend["kind"])
        & events["community"].str.startswith(trend["street_code"])
    ]
    halves = mine["上报时间"].str[:4].value_counts()
    assert halves["2025"] > 2.3 * halves["2024"]


def test_burglaries_repeat_near_by_and_soon(events: pd.DataFrame, truth: dict[str, Any]) -> None:
    mine = events[
        (events["事件小类"] == truth["planted"]["near_repeats"]["kind"])
        & (events["X坐标"] != "0.0")
    ]
    xy = mine[["X坐标", "Y坐标"]].astype(float).to_numpy()
    day = pd.to_datetime(mine["上报时间"]).to_numpy().astype("datetime64[m]").astype(float) / 1440
    near = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) <= 200
    soon = np.abs(day[:, None] - day[None]) <= 14
    pairs = int((near & soon).sum() - len(mine)) // 2
    assert pairs >= truth["planted"]["near_repeats"]["repeats"] * 0.95


def test_one_grid_stands_out(events: pd.DataFrame, truth: dict[str, Any]) -> None:
    outlier = truth["planted"]["outlier_grid"]
    mine = events[events["事件小类"] == outlier["kind"]]["所属网格"].value_counts()
    assert mine.index[0] == outlier["grid_code"] and mine.iloc[0] > 5 * mine.iloc[1]


def test_pupils_go_to_schools(table: Table) -> None:
    pupils = table("school_roll")["学校代码"].dropna()
    schools = table("facility").dropna(how="all")
    kinds = schools.drop_duplicates("设施编码").set_index("设施编码")["类别"].loc[pupils]
    assert set(kinds) == {"小学", "初中", "高中"}


def test_the_shapefile_is_gbk_without_a_code_page(sample: Path) -> None:
    dbf = (sample / "街道_民政局.dbf").read_bytes()
    assert "街道代码".encode("gbk") in dbf and dbf[29] == 0x4D
    assert not (sample / "街道_民政局.cpg").exists()


def test_every_table_says_that_it_is_made(table: Table, files: dict[str, Any]) -> None:
    names = [name for name, entry in files.items() if entry["format"] in ("csv", "xlsx", "parquet")]
    said = {name: set(table(name)["数据来源"].dropna()) for name in names}
    assert said == {name: {"模拟数据"} for name in names}
