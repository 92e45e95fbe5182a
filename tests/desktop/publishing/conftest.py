"""A small city: a grid of squares, two districts, people in them, names that are hostile."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gridloom_analytics.measures.values import MeasureValues
from gridloom_layers.language import use_language
from gridloom_layers.workspace import (
    FolderStore,
    Link,
    SourceInfo,
    TableField,
    TableSpec,
    create_workspace,
)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    '=HYPERLINK("http://x")',
)
SIDE, LEFT, BOTTOM = 1000.0, 500_000.0, 2_500_000.0
PEOPLE = (0, 3, 12, 40, 25, 18, 30, 22, 15, 60, 33, 28)
"""How many persons live in each of the 12 squares."""
OLD = (0, 1, 12, 10, 0, 18, 25, 11, 0, 45, 20, 10)
"""How many of them are 65 or older."""


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """Finds an installed program by one of its names; skips without it, on CI fails."""

    def find(*names: str) -> str:
        found = next((path for name in names if (path := shutil.which(name))), None)
        if found is None:
            reason = f"{names[0]} is not installed"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        return found

    return find


@pytest.fixture(autouse=True)
def _english():
    use_language("en")


def _layer(name: str, role: str, shapes: list, columns: dict[str, Sequence[str]]) -> tuple:
    arrays = {
        "row_key": pa.array(range(1, len(shapes) + 1), pa.int64()),
        "source_number": pa.array([0] * len(shapes), pa.int32()),
        "source_row": pa.array(range(2, len(shapes) + 2), pa.int64()),
        **{column: pa.array(values, pa.string()) for column, values in columns.items()},
        "geometry": pa.array([shape.wkb for shape in shapes], pa.binary()),
    }
    fields = tuple(TableField(name=column, type="text", canonical=True) for column in columns)
    source = SourceInfo(number=0, file=f"C:\\Users\\li\\{name}.shp", sha256="0" * 64)
    spec = TableSpec(name, role, fields, "code", "area", sources=(source,))
    return spec, pa.table(arrays).to_batches()


def _square(column: int, row: int, wide: float = 1) -> shapely.MultiPolygon:
    left, bottom = LEFT + column * SIDE, BOTTOM + row * SIDE
    return shapely.MultiPolygon([shapely.box(left, bottom, left + wide * SIDE, bottom + SIDE)])


def _persons(people: Sequence[int], old: Sequence[int], sexes: str) -> tuple:
    homes = np.repeat(np.arange(len(people)), people)
    births = [
        "1940-05-06" if number < old[home] else "1990-07-08"
        for home in range(len(people))
        for number in range(people[home])
    ]
    count = len(homes)
    columns = {
        "row_key": pa.array(range(1, count + 1), pa.int64()),
        "source_number": pa.array([0] * count, pa.int32()),
        "source_row": pa.array(range(2, count + 2), pa.int64()),
        "citizen_id": pa.array(["11010519491231002X"] * count),
        "name": pa.array(["欧阳娜娜"] * count),
        "sex": pa.array(
            [
                sexes[(home + number) % len(sexes)]  # whoever lives in other squares
                for home in range(len(people))
                for number in range(people[home])
            ]
        ),
        "birth_date": pa.array([dt.date.fromisoformat(day) for day in births]),
        "building_code": pa.array(["44030600960102T0117"] * count),
        "phone": pa.array(["13800138000"] * count),
        "grid_code": pa.array([f"G{home:02d}" for home in homes]),
        "remark": pa.array(["=cmd"] * count),
        "badge": pa.array(range(count), pa.int64()),
    }
    own = {"remark": "text", "badge": "integer"}
    fields = tuple(
        TableField(
            name=name,
            type=own.get(name, "date" if name == "birth_date" else "text"),
            canonical=name not in own,
        )
        for name in list(columns)[3:]
    )
    return (
        TableSpec("person", "person", fields, "citizen_id"),
        pa.table(columns).to_batches(),
        homes,
    )


@pytest.fixture
def city(tmp_path: Path) -> FolderStore:
    """A workspace with grid, district and person."""
    return made_city(tmp_path / "城市.gridloom", PEOPLE, OLD)


def made_city(
    path: Path, people: Sequence[int], old: Sequence[int], sexes: str = "F"
) -> FolderStore:
    """Return a city with so many persons, and old ones among them, in each of its 12 squares."""
    store = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
    squares = [_square(number % 4, number // 4) for number in range(12)]
    names = [*HOSTILE, *(f"网格{number}" for number in range(5, 12))]
    codes = [f"G{number:02d}" for number in range(12)]
    districts = [
        shapely.MultiPolygon([shapely.box(LEFT + x, BOTTOM, LEFT + x + 2000, BOTTOM + 3000)])
        for x in (0, 2000)
    ]
    persons, batches, homes = _persons(people, old, sexes)
    with store.change() as change:
        change.write(
            *_layer(
                "grid", "grid", squares, {"code": codes, "name": names, "officer": ["张三"] * 12}
            )
        )
        change.write(
            *_layer(
                "district",
                "district",
                districts,
                {"code": ["440304", "440305"], "name": ["福田区", "南山区"]},
            )
        )
        change.write(persons, batches)
        link = Link(
            left="person", right="grid", by="code", on="grid_code", column="grid_key", report={}
        )
        change.link(link, pa.chunked_array([pa.array(homes + 1, pa.int64())]))
    return store


@pytest.fixture
def hostile() -> tuple[str, ...]:
    """The names of the first squares: markup, templates and formulas."""
    return HOSTILE


@pytest.fixture
def elderly(city: FolderStore) -> MeasureValues:
    """Share of residents aged 65 and over by grid, as a measure gives it."""
    index = city.layer("grid").index
    people, old = pd.Series(PEOPLE, index), pd.Series(OLD, index)
    terms = {"count(person where age >= 65)": old, "count(person)": people}
    share = (old / people * 1000).where(people > 0)
    return MeasureValues(
        text="count(person where age >= 65) / count(person) * 1000 by grid",
        level="grid",
        frame=pd.DataFrame({"value": share, **terms}),
        title={"zh": "每千居民中老年人数", "en": "Elderly per 1,000 residents"},
        unit="‰",
        persons=pd.DataFrame(terms),
        coverage={"count(person)": (sum(PEOPLE), sum(PEOPLE) + 7)},
    )


@pytest.fixture
def layer(city: FolderStore) -> gpd.GeoDataFrame:
    """The grid layer of the city."""
    return city.layer("grid", ["code", "name", "officer"])
