"""Where somebody lives: by codes, by a file of polygons, by the catchment of a school."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gridloom_analytics.verification import plan_rule, read_claims, read_rule, verify
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

RULE = """title = {{ zh = "居住", en = "residence" }}
[claims]
key = "number"
[claims.columns]
id = "citizen ID"
school = "school"
[[check]]
name = "home"
title = {{ zh = "居住", en = "residence" }}
kind = "residence"
find = {{ citizen_id = "id" }}
area = {{ {area} }}
"""
OUTCOMES = ("passed", "undecided", "not found", "failed")


@pytest.fixture
def people(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return 400 persons whose number is plain, of whom some live nowhere that is known."""
    persons = frames["person"]
    return persons[persons["citizen_id"].str.fullmatch(r"\d{17}[\dX]", na=False)].sample(
        400, random_state=4
    )


def outcomes(base: FolderStore, folder: Path, people: pd.DataFrame, area: str,
             schools: list[str] | None = None) -> list[str]:  # fmt: skip
    """Return what the area check says of people."""
    (folder / "rule.toml").write_text(RULE.format(area=area), encoding="utf-8")
    pd.DataFrame(
        {"number": range(len(people)), "citizen ID": people["citizen_id"],
         "school": schools or "一小"}
    ).to_csv(folder / "claims.csv", index=False, encoding="utf-8")  # fmt: skip
    plan = plan_rule(base, read_rule(folder / "rule.toml"), Progress())
    claims = read_claims(folder / "claims.csv", plan, base.data_date, None, Progress())
    answer = verify(base, plan, claims, Progress())
    return [OUTCOMES[number] for number in answer.verdict]


def expected(inside: pd.Series, known: pd.Series) -> list[str]:
    return [
        ("passed" if lies else "failed") if placed else "undecided"
        for lies, placed in zip(inside, known, strict=True)
    ]


def test_codes_of_communities(base: FolderStore, people: pd.DataFrame, tmp_path: Path) -> None:
    codes = sorted(people["code"].dropna().unique())[::2]
    found = outcomes(base, tmp_path, people, f'level = "community", codes = {codes}')
    assert found == expected(people["code"].isin(codes), people["code"].notna())


def test_a_file_of_polygons(base: FolderStore, people: pd.DataFrame, tmp_path: Path) -> None:
    buildings = base.layer("building")
    west = shapely.box(*buildings.total_bounds).buffer(0).bounds
    half = shapely.box(west[0], west[1], (west[0] + west[2]) / 2, west[3])
    gpd.GeoDataFrame(geometry=[half], crs=base.crs).to_file(tmp_path / "学区 1.gpkg")
    inside = buildings.index[buildings.geometry.representative_point().within(half)]
    found = outcomes(base, tmp_path, people, 'file = "学区 1.gpkg"')
    assert found == expected(people["building_key"].isin(inside), people["building_key"].notna())


def test_the_catchments_of_schools(base: FolderStore, people: pd.DataFrame, tmp_path: Path) -> None:
    codes = sorted(people["code"].dropna().unique())
    areas = {"一小": codes[0::3], "二小": codes[1::3]}
    pairs = [(school, code) for school, some in areas.items() for code in some]
    pd.DataFrame(pairs, columns=["学校", "社区"]).to_csv(tmp_path / "学区.csv", index=False)
    schools = [("一小", "二 小", "无此校")[number % 3] for number in range(len(people))]
    found = outcomes(
        base, tmp_path, people,
        'level = "community", column = "school", '
        'catchment = { file = "学区.csv", of = "学校", area = "社区" }',
        schools,
    )  # fmt: skip
    named = [school.replace(" ", "") for school in schools]
    lies = [
        code in areas.get(school, []) for code, school in zip(people["code"], named, strict=True)
    ]
    known = people["code"].notna().to_numpy() & [school in areas for school in named]
    assert found == expected(pd.Series(lies), pd.Series(known))
