"""An area of several features with one code is the area wherever one lives in it."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.verification import plan_rule, read_claims, read_rule, verify
from gridloom_layers.joins import join
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace

PARTED, OTHER = "440303001001", "440303001002"
IDS = ["11010519491231002X", "34052419800101001X", "440303199001010019", "440303199001010027"]
RULE = """title = {{ zh = "居住", en = "residence" }}
[claims]
key = "number"
[claims.columns]
id = "citizen ID"
area = "area"
[[check]]
name = "home"
title = {{ zh = "居住", en = "residence" }}
kind = "residence"
find = {{ citizen_id = "id" }}
area = {{ level = "community", {area} }}
"""


def write(store: FolderStore, name: str, texts: dict[str, list[str]],
          shapes: list[shapely.Geometry]) -> None:  # fmt: skip
    rows = list(range(1, len(shapes) + 1))
    own = {"row_key": rows, "source_number": [1] * len(rows), "source_row": rows}
    wkb = pa.array([shapely.to_wkb(shape) for shape in shapes], pa.binary())
    fields = tuple(TableField(name=field, type="text", canonical=True) for field in texts)
    kind = "area" if name == "community" else "point"
    with store.change() as change:
        spec = TableSpec(name, name, fields, geometry=kind)
        change.write(spec, pa.table({**own, **texts, "geometry": wkb}).to_batches())


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Two parts of one community, another one, and a person in each; one lives nowhere."""
    made = create_workspace(tmp_path / "城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    boxes = [
        shapely.MultiPolygon([shapely.box(at, 0, at + 10, 10)])
        for at in (500_000, 500_020, 500_040)
    ]
    write(made, "community", {"code": [PARTED, PARTED, OTHER]}, boxes)
    homes = [shapely.Point(at, 5) for at in (500_005, 500_025, 500_045, 500_065)]
    write(made, "person", {"citizen_id": IDS}, homes)
    join(made, "person", "community", "place")
    return made


def outcomes(store: FolderStore, folder: Path, area: str, claimed: str) -> list[str]:
    (folder / "rule.toml").write_text(RULE.format(area=area), encoding="utf-8")
    claims = pd.DataFrame({"number": range(4), "citizen ID": IDS, "area": claimed})
    claims.to_csv(folder / "claims.csv", index=False, encoding="utf-8")
    plan = plan_rule(store, read_rule(folder / "rule.toml"), Progress())
    read = read_claims(folder / "claims.csv", plan, store.data_date, None, Progress())
    (home,) = verify(store, plan, read, Progress()).checks
    return [home.reasons[place].code for place in home.reason]


EXPECTED = ["as-claimed", "as-claimed", "outside-area", "place-not-known"]


def test_of_codes_in_the_rule(store: FolderStore, tmp_path: Path) -> None:
    assert outcomes(store, tmp_path, f'codes = ["{PARTED}"]', "–") == EXPECTED


def test_of_a_code_that_is_claimed(store: FolderStore, tmp_path: Path) -> None:
    assert outcomes(store, tmp_path, 'column = "area"', PARTED) == EXPECTED


CATCHMENT = 'column = "area", catchment = { file = "学区.csv", of = "学校", area = "社区" }'


def test_of_a_catchment(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "学区.csv").write_text(f"学校,社区\n一小,{PARTED}\n二小,{OTHER}\n", "utf-8")
    assert outcomes(store, tmp_path, CATCHMENT, "一小") == EXPECTED


def test_a_school_without_any_area_takes_nobody_and_gives_no_area_to_another(
    store: FolderStore, tmp_path: Path
) -> None:
    (tmp_path / "学区.csv").write_text(f"学校,社区\n一小,{PARTED}\n二小,\n", "utf-8")
    assert outcomes(store, tmp_path, CATCHMENT, "二小") == ["outside-area"] * 3 + EXPECTED[3:]
    assert outcomes(store, tmp_path, CATCHMENT, "一小") == EXPECTED
