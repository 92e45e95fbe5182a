"""City components: manhole covers, lamps, trees ... with codes of GB/T 30428."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from gridloom_layers.coordinates import from_wgs84
from gridloom_sample import seeds
from gridloom_sample.buildings.placing import beside
from gridloom_sample.city import City
from gridloom_sample.proportions import FULL_COMPONENTS
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.regions import Points
from gridloom_sample.text import digits, draw, letters, pick, text_of

FEWEST = 1_000
BESIDE = 18.0
STATES = ("完好", "破损", "丢失", "废弃")
STATE_SHARES = (0.93, 0.045, 0.015, 0.01)


@dataclass(frozen=True)
class Components:
    """Components with class (row of the class table), place, and the building they stand by."""

    codes: pa.Array
    kind: Integers
    xy: Points
    building: Integers


def component_classes() -> pd.DataFrame:
    """Return the class table of components."""
    return seeds.read_table("classes", "component_classes.csv")


def make_components(city: City) -> Components:
    """Return the components of the city, in the order of their communities."""
    rng = city.random("components")
    count = max(FEWEST, city.proportions.of(FULL_COMPONENTS))
    building = np.sort(rng.integers(0, len(city.stock), count))
    classes = component_classes()
    kind = draw(rng, classes["weight"].astype(float), count)
    division = letters([code[:6] for code in city.ground.communities.table["code"]])
    code = text_of(
        division[city.stock.community[building]],
        letters(classes["minor_code"].to_list())[kind],
        digits(np.arange(count) % 1_000_000 + 1, 6),
    )
    return Components(code, kind, beside(city, building, BESIDE, rng), building)


def component_table(city: City, components: Components) -> pa.Table:
    """Return the rows of the component survey, with degrees in GCJ-02."""
    rng = city.random("components", 1)
    count, classes = len(components.kind), component_classes()
    degrees = seeds.unproject(components.xy)
    degrees = np.round(np.column_stack(from_wgs84(degrees[:, 0], degrees[:, 1], "gcj02")), 7)
    placed = np.datetime64("2012-01-01") + rng.integers(0, 4700, count).astype("timedelta64[D]")
    seen = np.datetime64("2025-03-01") + rng.integers(0, 240, count).astype("timedelta64[D]")
    grids = city.ground.grids.table["code"].to_list()
    return pa.table(
        {
            "标识码": components.codes,
            "部件名称": pick(classes["name"].to_list(), components.kind),
            "小类代码": pick(classes["minor_code"].to_list(), components.kind),
            "主管部门名称": pick(classes["authority"].to_list(), components.kind),
            "权属单位名称": pick(classes["owner"].to_list(), components.kind),
            "所在单元网格": pick(grids, city.stock.grid[components.building]),
            "部件状态": pick(STATES, draw(rng, STATE_SHARES, count)),
            "初始日期": pa.array(placed),
            "变更日期": pa.array(seen),
            "经度": pa.array(degrees[:, 0]),
            "纬度": pa.array(degrees[:, 1]),
            "数据来源": pick(("模拟数据",), np.zeros(count, np.int64)),
        }
    )
