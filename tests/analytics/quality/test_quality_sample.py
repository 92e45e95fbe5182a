"""What is planted in the sample city is what the report counts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.quality import assess


@pytest.fixture(scope="module")
def persons(sample: Path) -> pd.DataFrame:
    """The rows of the persons' file that are loaded, IDs in 18 characters where they can be."""
    frame = pd.read_csv(sample / "人口_公安局.csv", encoding="gb18030", dtype=str)
    frame = frame.dropna(how="all")
    frame["身份证号"] = frame["身份证号"].str.normalize("NFKC").str.upper()
    return frame[~frame["身份证号"].duplicated() | frame["身份证号"].isna()]


def test_missing_ids_are_the_planted_ones(check, planted, persons) -> None:
    assert check("person", "completeness", "citizen_id") == (
        len(persons), planted["person"]["missing-id"]
    )  # fmt: skip


def test_missing_buildings_are_the_planted_ones(check, planted) -> None:
    found = check("person", "completeness", "building_code")
    assert found[1] == planted["person"]["missing-building"]


def test_invalid_ids_have_the_wrong_digit_or_the_impossible_birth(check, planted) -> None:
    faults = planted["person"]
    expected = faults["wrong-check-digit"] + faults["implausible-birth-date"]
    assert check("person", "validity", "citizen_id")[1] == expected


def test_old_ids_full_width_and_room_codes_are_valid(check, planted, persons) -> None:
    assert check("person", "validity", "building_code") == (
        len(persons) - planted["person"]["missing-building"], 0
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "key"), [("person", "citizen_id"), ("event", "code"), ("entity", "credit_code")]
)
def test_duplicates_that_were_set_aside_count(check, planted, table: str, key: str) -> None:
    assert check(table, "uniqueness", key)[1] == planted[table]["duplicate-row"]


@pytest.mark.parametrize("rule", ["building-in-room", "building_code-in-building"])
def test_unknown_buildings_contradict_the_room_and_are_no_building(
    check, planted, rule: str
) -> None:
    assert check("person", "consistency", rule)[1] == planted["person"]["unknown-building"]


def test_sex_is_that_of_the_17th_digit(check, persons) -> None:
    ids = persons["身份证号"].dropna()
    odd = ids.str[-2].where(ids.str.len() == 18, ids.str[-1]).astype(int) % 2 == 1
    contrary = int((np.where(odd, "男", "女") != persons.loc[ids.index, "性别"]).sum())
    assert check("person", "consistency", "sex-in-id") == (len(ids), contrary)


def test_birth_dates_are_those_of_the_ids(check, persons) -> None:
    ids = persons["身份证号"].dropna()
    old = ids.str.len() == 15
    century = np.where(ids.str[12:15].where(old, "0").astype(int) >= 996, "18", "19")
    said = pd.Series(np.where(old, century + ids.str[6:12], ids.str[6:14]), ids.index)
    dated = pd.to_datetime(said, format="%Y%m%d", errors="coerce").notna()
    contrary = int((said[dated] != persons.loc[said[dated].index, "出生日期"]).sum())
    assert check("person", "consistency", "birth-date-in-id") == (int(dated.sum()), contrary)


def test_points_at_zero_have_no_position(check, planted) -> None:
    assert check("event", "completeness", "position")[1] == planted["event"]["point-at-zero"]
    assert (
        check("component", "completeness", "position")[1] == (planted["component"]["point-at-zero"])
    )


def test_missing_kinds_and_classes_are_the_planted_ones(check, planted) -> None:
    assert check("event", "completeness", "kind")[1] == planted["event"]["missing-kind"]
    assert (
        check("component", "completeness", "class_code")[1]
        == (planted["component"]["missing-class"])
    )


def test_figures_by_grid_add_up_to_the_rows_that_have_a_place(city) -> None:
    one = assess(city, ["person"], "grid").tables[0]
    placed = city.attributes("person", ["building_key"])["building_key"]
    assert one.areas is not None
    assert one.areas["rows"].sum() == one.placed == len(placed) - placed.null_count


def test_validity_of_a_grid_is_that_of_its_persons(city) -> None:
    one = assess(city, ["entity"], "grid").tables[0]
    codes = city.attributes("entity", ["credit_code", "building_key"]).to_pandas()
    homes = city.attributes("building", ["grid_key"]).to_pandas().set_index("row_key")["grid_key"]
    faulty = one.areas["validity"][one.areas["validity"] < 1]
    rows = codes["building_key"].map(homes)
    assert set(faulty.index) <= set(rows.dropna())
    assert len(faulty) > 0
