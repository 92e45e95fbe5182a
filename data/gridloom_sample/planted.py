"""What is planted on purpose, so that an analysis has something true to find."""

from dataclasses import dataclass

import numpy as np
import shapely

from gridloom_sample.buildings.stock import Stock
from gridloom_sample.streams import stream
from gridloom_sample.territory.coverage import Integers, neighbours
from gridloom_sample.territory.ground import Ground

HOT_KINDS = {"0401": "440306", "0101": "440307", "0602": "440309"}
"""Kinds of event with a hot cluster, and the district it lies in."""
AGEING_DISTRICT = "440303"
TREND_KIND, TREND_DISTRICT = "0303", "440311"
REPEAT_KIND = "0701"
OUTLIER_KIND, OUTLIER_DISTRICT = "0601", "440305"


@dataclass(frozen=True)
class Planted:
    """Positions of communities, a street and a grid with something special about them."""

    hot: dict[str, Integers]
    ageing: Integers
    trend_street: int
    outlier_grid: int


def plant(ground: Ground, stock: Stock, seed: int) -> Planted:
    """Choose where things are planted: places with people, hot clusters apart from each other."""
    rng = stream(seed, "clusters")
    hot = {kind: _cluster(ground, stock, code, rng) for kind, code in HOT_KINDS.items()}
    return Planted(
        hot=hot,
        ageing=_cluster(ground, stock, AGEING_DISTRICT, rng),
        trend_street=_street(ground, stock, TREND_DISTRICT),
        outlier_grid=_quiet_grid(ground, stock, OUTLIER_DISTRICT, rng),
    )


def _district_of_communities(ground: Ground) -> Integers:
    return ground.streets.parent[ground.communities.parent]


def _cluster(ground: Ground, stock: Stock, district: str, rng: np.random.Generator) -> Integers:
    """Return a community of the district with many people, and all its neighbours there."""
    people = np.bincount(stock.community, stock.residents, len(ground.communities.areas))
    number = ground.districts.table["code"].tolist().index(district)
    inside = _district_of_communities(ground) == number
    crowded = np.flatnonzero(inside & (people >= np.quantile(people[inside], 0.75)))
    centre = int(rng.choice(crowded))
    beside = neighbours(ground.communities.areas)
    around = np.r_[
        beside.second[beside.first == centre], beside.first[beside.second == centre], centre
    ]
    return np.unique(around[inside[around]])


def _street(ground: Ground, stock: Stock, district: str) -> int:
    """Return the street of the district with the most people."""
    street = ground.communities.parent[stock.community]
    people = np.bincount(street, stock.residents, len(ground.streets.areas))
    number = ground.districts.table["code"].tolist().index(district)
    return int(np.where(ground.streets.parent == number, people, -1).argmax())


def _quiet_grid(ground: Ground, stock: Stock, district: str, rng: np.random.Generator) -> int:
    """Return a grid of the district that has a building and lies well inside it."""
    number = ground.districts.table["code"].tolist().index(district)
    inside = _district_of_communities(ground)[ground.grids.parent] == number
    area = ground.districts.areas[number]
    shapely.prepare(area)
    deep = shapely.contains_properly(area, ground.grids.areas)
    built = np.bincount(stock.grid, minlength=len(inside)) > 0
    return int(rng.choice(np.flatnonzero(inside & deep & built)))
