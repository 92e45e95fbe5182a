"""The whole ground of a city: districts, streets, communities, grids, nested exactly."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridloom_sample import seeds
from gridloom_sample.proportions import (
    FEWEST_GRIDS_A_COMMUNITY,
    Proportions,
    apportion_within,
)
from gridloom_sample.territory import coverage, regions
from gridloom_sample.territory.cells import Cells, base_cells
from gridloom_sample.territory.coverage import Areas, Integers
from gridloom_sample.territory.districts import ten_districts


@dataclass(frozen=True)
class Level:
    """Areas of one level: ``table`` has code, name and the codes above; ``parent`` positions."""

    table: pd.DataFrame
    areas: Areas
    parent: Integers


@dataclass(frozen=True)
class Ground:
    """The levels of the city, and the base cells they are made of.

    ``cell_grid``, ``cell_community``, ``cell_street``: where each base cell belongs, as positions.
    """

    districts: Level
    streets: Level
    communities: Level
    grids: Level
    cells: Cells
    cell_grid: Integers
    cell_community: Integers
    cell_street: Integers


def make_ground(proportions: Proportions, rng: np.random.Generator) -> Ground:
    """Return the ground; for one ``rng`` the communities are the same whatever the proportions."""
    district_table, street_table = seeds.districts(), _streets_with_counts()
    community_table = seeds.communities()
    cells = base_cells(ten_districts(district_table), street_table, rng)
    street = _street_of_cells(cells, street_table)
    community = _communities_of_cells(cells, street, street_table, community_table, rng)
    grid, grid_parent = _grids_of_cells(cells, community, proportions, len(community_table), rng)
    grids = _grid_level(cells, grid, grid_parent, community_table)
    communities = _level(community_table, community, cells, _parents(community, street))
    streets = _level(street_table, street, cells, street_table["district"].to_numpy())
    districts = _level(
        district_table, cells.district, cells, np.zeros(len(district_table), np.int64)
    )
    order = np.empty(len(grids.areas), np.int64)
    order[grids.table["cells_group"]] = np.arange(len(order))
    return Ground(districts, streets, communities, grids, cells, order[grid], community, street)


def _streets_with_counts() -> pd.DataFrame:
    """Return the streets with the position of their district and their number of communities."""
    table = seeds.streets()
    code = pd.Index(seeds.districts()["code"])
    counts = seeds.communities()["street_code"].value_counts()
    return table.assign(
        district=code.get_indexer(pd.Index(table["district_code"])),
        communities=counts.reindex(table["code"]).to_numpy(),
    )


def _street_of_cells(cells: Cells, streets: pd.DataFrame) -> Integers:
    """Return the street of each cell: the one whose seat is nearest along the links."""
    seats = [
        _nearest_in(cells, district, (x, y))
        for district, x, y in streets[["district", "x", "y"]].itertuples(index=False)
    ]
    return regions.grow(cells.graph, np.array(seats))


def _nearest_in(cells: Cells, district: int, point: tuple[float, float]) -> int:
    mine = np.flatnonzero(cells.district == district)
    return int(mine[((cells.xy[mine] - point) ** 2).sum(axis=1).argmin()])


def _communities_of_cells(
    cells: Cells,
    street: Integers,
    streets: pd.DataFrame,
    communities: pd.DataFrame,
    rng: np.random.Generator,
) -> Integers:
    """Return the community of each cell; names lie about at random inside their street."""
    counts = streets["communities"].to_numpy(np.int64)
    part = regions.split(cells.graph, cells.xy, street, counts, rng)
    position = pd.Index(streets["code"]).get_indexer(pd.Index(communities["street_code"]))
    return np.lexsort((rng.random(len(position)), position))[part]


def _grids_of_cells(
    cells: Cells,
    community: Integers,
    proportions: Proportions,
    count: int,
    rng: np.random.Generator,
) -> tuple[Integers, Integers]:
    """Return the grid of each cell and the community of each grid."""
    size = np.bincount(community, minlength=count)
    least = np.minimum(FEWEST_GRIDS_A_COMMUNITY, size)
    parts = apportion_within(proportions.grids, size, least, size)
    grid = regions.split(cells.graph, cells.xy, community, parts, rng)
    return grid, np.repeat(np.arange(count), parts)


def _grid_level(cells: Cells, grid: Integers, parent: Integers, communities: pd.DataFrame) -> Level:
    """Return the grids in the order of their codes: rows from the north, each west to east."""
    areas = coverage.dissolve(cells.areas, grid, len(parent))
    number = _reading_order(areas, parent)
    order = np.lexsort((number, communities["code"].to_numpy()[parent]))
    codes = communities["code"].to_numpy()[parent[order]]
    table = pd.DataFrame(
        {
            "code": [
                f"{code}{serial:03d}" for code, serial in zip(codes, number[order], strict=True)
            ],
            "name": [
                f"{name}第{serial}网格"
                for name, serial in zip(
                    communities["name"].to_numpy()[parent[order]], number[order], strict=True
                )
            ],
            "community_code": codes,
            "cells_group": order,
        }
    )
    return Level(table, areas[order], parent[order])


def _reading_order(areas: Areas, parent: Integers) -> Integers:
    """Return the number of each area inside its parent, from 1: rows from the north, each W→E."""
    xy = shapely.get_coordinates(shapely.centroid(areas))
    typical = np.sqrt(np.bincount(parent, shapely.area(areas)) / np.bincount(parent))[parent]
    north = np.full(parent.max() + 1, -np.inf)
    np.maximum.at(north, parent, xy[:, 1])
    row = np.floor((north[parent] - xy[:, 1]) / typical)
    order = np.lexsort((xy[:, 0], row, parent))
    first = np.searchsorted(parent[order], parent[order])
    number = np.empty(len(parent), np.int64)
    number[order] = np.arange(len(parent)) - first + 1
    return number


def _parents(child: Integers, parent: Integers) -> Integers:
    """Return the parent of each child, from those of the cells."""
    of_child = np.empty(child.max() + 1, np.int64)
    of_child[child] = parent
    return of_child


def _level(table: pd.DataFrame, group: Integers, cells: Cells, parent: Integers) -> Level:
    return Level(table, coverage.dissolve(cells.areas, group, len(table)), parent)
