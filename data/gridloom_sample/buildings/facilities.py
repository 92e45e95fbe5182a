"""Public facilities: schools, clinics, parks ..."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_sample import seeds
from gridloom_sample.buildings.placing import beside
from gridloom_sample.city import City
from gridloom_sample.proportions import FULL_FACILITIES, apportion_within
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.regions import Points
from gridloom_sample.text import digits, joined, letters, pick, rows_of, text_of, whole_numbers

FEWEST = 200
BESIDE = 25.0


@dataclass(frozen=True)
class Facilities:
    """Facilities with kind, place, capacity (0: none) and the building they stand beside."""

    codes: pa.Array
    names: pa.Array
    kind: npt.NDArray[np.object_]
    xy: Points
    capacity: Integers
    building: Integers


def make_facilities(city: City) -> Facilities:
    """Return the facilities: every kind occurs."""
    rng = city.random("facilities")
    kinds = seeds.read_table("classes", "facility_kinds.csv")
    total = max(FEWEST, city.proportions.of(FULL_FACILITIES))
    counts = apportion_within(total, kinds["weight"].astype(float), 2, total)
    kind = np.repeat(np.arange(len(kinds)), counts)
    building = _spread(city, len(kind), rng)
    low, high = (
        kinds[name].astype(float).to_numpy()[kind] for name in ("capacity_low", "capacity_high")
    )
    capacity = np.round(low + (high - low) * rng.beta(1.5, 2.0, len(kind)), -1).astype(np.int64)
    head = np.broadcast_to(letters(["SS4403"]), (len(kind), 6))
    place = city.ground.communities.table["name"].str.removesuffix("社区").to_list()
    names = joined(
        pick(place, city.stock.community[building]),
        "第",
        whole_numbers(np.arange(len(kind)) - np.searchsorted(kind, kind) + 1),
        pick(kinds["suffix"].to_list(), kind),
    )
    return Facilities(
        codes=text_of(head, digits(np.arange(1, len(kind) + 1), 6)),
        names=names,
        kind=kinds["kind"].to_numpy()[kind],
        xy=beside(city, building, BESIDE, rng),
        capacity=capacity,
        building=building,
    )


def _spread(city: City, count: int, rng: np.random.Generator) -> Integers:
    """Return a building for each facility, in proportion to the root of its residents."""
    weight = np.cumsum(np.sqrt(city.stock.residents + 1.0))
    return np.searchsorted(weight, rng.random(count) * weight[-1])


def facility_table(city: City, facilities: Facilities) -> pa.Table:
    """Return the rows of the list of facilities, with WGS84 degrees."""
    degrees = np.round(seeds.unproject(facilities.xy), 6)
    count = len(facilities.kind)
    return pa.table(
        {
            "设施编码": facilities.codes,
            "设施名称": facilities.names,
            "类别": pa.array(facilities.kind, pa.string()),
            "详细地址": rows_of(city.stock.address, facilities.building),
            "容量": pa.array(facilities.capacity, mask=facilities.capacity == 0),
            "经度": pa.array(degrees[:, 0]),
            "纬度": pa.array(degrees[:, 1]),
            "数据来源": pick(("模拟数据",), np.zeros(count, np.int64)),
        }
    )
