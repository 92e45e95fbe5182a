"""The stock of buildings: codes, addresses, floors, rooms, residents."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gridloom_layers.codes.characters import Bytes
from gridloom_sample import seeds
from gridloom_sample.buildings.footprints import Footprints
from gridloom_sample.buildings.land import Land
from gridloom_sample.proportions import FULL_ROOMS, Proportions, apportion, apportion_within
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.ground import Ground
from gridloom_sample.text import digits, joined, letters, pick, whole_numbers

ROADS = ("一路", "二路", "南路", "北街", "新村", "大道", "工业路", "三巷")
MOST_ROOMS = 400


@dataclass(frozen=True)
class Stock:
    """All buildings, in the order of their communities, then grids; a row each.

    ``code`` is a matrix of 19 characters; ``floors``, ``rooms``, ``residents`` are counts.
    """

    footprints: Footprints
    use: Integers
    grid: Integers
    community: Integers
    code: Bytes
    address: pa.Array
    floors: Integers
    rooms: Integers
    residents: Integers
    year: Integers

    def __len__(self) -> int:
        return len(self.use)


def make_stock(
    ground: Ground,
    land: Land,
    footprints: Footprints,
    proportions: Proportions,
    rng: np.random.Generator,
) -> Stock:
    """Return the buildings with everything but their people."""
    community = ground.cell_community[footprints.cell]
    grid = ground.cell_grid[footprints.cell]
    order = np.lexsort((grid, community))
    footprints = Footprints(footprints.areas[order], footprints.cell[order], footprints.xy[order])
    community, grid, use = community[order], grid[order], land.use[footprints.cell]
    serial = _serial(community)
    floors = _floors(land.uses, use, rng)
    per_floor = land.uses["rooms_a_floor"].to_numpy()[use] * rng.choice((1, 1, 2), len(use))
    rooms = apportion_within(
        proportions.of(FULL_ROOMS), floors * per_floor, 1, np.minimum(floors * 40, MOST_ROOMS)
    )
    wish = land.uses["residents"].to_numpy()[use] * land.crowding[footprints.cell] * rooms
    return Stock(
        footprints=footprints,
        use=use,
        grid=grid,
        community=community,
        code=_codes(ground, community, serial),
        address=_addresses(ground, community, serial),
        floors=floors,
        rooms=rooms,
        residents=_residents(ground, footprints.cell, wish, proportions.persons),
        year=np.clip(rng.normal(2004, 9, len(use)), 1981, 2024).astype(np.int64),
    )


def _serial(community: Integers) -> Integers:
    """Return the number of each building in its community, from 1."""
    return np.arange(len(community)) - np.searchsorted(community, community) + 1


def _floors(uses: pd.DataFrame, use: Integers, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    low, high = uses["floors_low"].to_numpy()[use], uses["floors_high"].to_numpy()[use]
    return np.round(low + (high - low) * rng.beta(1.4, 1.9, len(use))).astype(np.int64)


def _residents(
    ground: Ground, cell: Integers, wish: npt.NDArray[np.float64], persons: int
) -> Integers:
    """Return the residents of each building: districts as in the census, inside by ``wish``."""
    district = ground.cells.district[cell]
    people = ground.districts.table["population_10k"].to_numpy()
    total = np.bincount(district, wish, len(people))
    return apportion(persons, wish * people[district] / total[district])


def _codes(ground: Ground, community: Integers, serial: Integers) -> Bytes:
    """Return 19 characters: division of old, street, community, block, T, number.

    The division is the one that the ground belonged to when the house was numbered, so that a
    building of 龙华 begins with 440306: nobody may derive the district from the prefix.
    """
    prefix = letters(building_prefixes(ground))
    block, number = np.divmod(serial - 1, 9_999)
    mark = np.full((len(serial), 1), ord("T"), np.uint8)
    parts = (prefix[community], digits(block + 1, 2), mark, digits(number + 1, 4))
    return np.concatenate(parts, axis=1)


def building_prefixes(ground: Ground) -> list[str]:
    """Return the first 12 characters of the building codes of each community."""
    districts = seeds.read_table("shenzhen", "districts.csv").set_index("code")
    streets = ground.streets.table
    offset = districts["street_offset"].astype(int).loc[streets["district_code"]].to_numpy()
    prefix = districts["building_prefix"].loc[streets["district_code"]].to_numpy()
    of_street = [
        f"{division}{int(code[6:9]) + moved:03d}"
        for division, code, moved in zip(prefix, streets["code"], offset, strict=True)
    ]
    codes = ground.communities.table["code"]
    parent = ground.communities.parent
    return [of_street[street] + code[9:] for street, code in zip(parent, codes, strict=True)]


def _addresses(ground: Ground, community: Integers, serial: Integers) -> pa.Array:
    streets = ground.streets.table
    districts = ground.districts.table["name"].to_numpy()[streets["district"]]
    heads = [
        f"深圳市{districts[street]}{streets['name'].iloc[street]}{name}{name.removesuffix('社区')}"
        for street, name in zip(
            ground.communities.parent, ground.communities.table["name"], strict=True
        )
    ]
    road = pick(ROADS, (serial - 1) // 25 % len(ROADS))
    return joined(pick(heads, community), road, whole_numbers(serial), "号")
