"""What each base cell is used for, and how many buildings, rooms and persons go there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_sample import seeds
from gridloom_sample.proportions import FULL_BUILDINGS, Proportions, apportion_within
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.ground import Ground

GREEN = 4
GREEN_SHARE = 0.16
"""Of the cells, the widest: mountains, reservoirs, shores (a third of the ground)."""
MIX = {"440306": (5, 3, 4, 1), "440309": (5, 3, 3, 1), "440304": (2, 5, 0.5, 4)}
"""Weights of village, estate, industry, business in districts that differ from the rest."""
USUAL_MIX = (4, 4, 2, 1.5)
ROOM_TO_BUILD = (0.62, 0.62, 0.62, 0.62, 0.04)
"""Share of a cell that plots and streets may take, by land use."""


@dataclass(frozen=True)
class Land:
    """For each base cell: ``use`` (row of ``uses``), buildings; ``crowding`` multiplies persons."""

    uses: pd.DataFrame
    use: Integers
    buildings: Integers
    crowding: npt.NDArray[np.float64]


def land_uses() -> pd.DataFrame:
    """Return the class table of land uses, numbers as numbers."""
    table = seeds.read_table("classes", "land_uses.csv")
    texts = ["use", "name"]
    return table[texts].join(table.drop(columns=texts).astype(float))


def make_land(ground: Ground, proportions: Proportions, rng: np.random.Generator) -> Land:
    """Return the use of each cell and its number of buildings."""
    uses = land_uses()
    area = shapely.area(ground.cells.areas)
    use = _uses(ground, area, rng)
    plot = (uses["plot_x"] * (uses["plot_y"] + uses["street"] / 2)).to_numpy()[use]
    weight = _people_wished(ground, use, area, rng) / plot
    most = np.floor(np.array(ROOM_TO_BUILD)[use] * area / plot).astype(np.int64)
    weight = _every_community(weight, ground, proportions.of(FULL_BUILDINGS))
    order = np.argsort(ground.cell_community, kind="stable")
    buildings = np.empty(len(use), np.int64)
    buildings[order] = apportion_within(
        proportions.of(FULL_BUILDINGS), weight[order], 0, most[order]
    )
    crowding = rng.lognormal(0.0, 0.35, len(use))
    return Land(uses, use, buildings, crowding)


def _uses(ground: Ground, area: npt.NDArray[np.float64], rng: np.random.Generator) -> Integers:
    use = np.empty(len(area), np.int64)
    draws = rng.random(len(area))
    for number, code in enumerate(ground.districts.table["code"]):
        mine = ground.cells.district == number
        share = np.cumsum(MIX.get(code, USUAL_MIX))
        use[mine] = np.searchsorted(share / share[-1], draws[mine])
    use[area > np.quantile(area, 1 - GREEN_SHARE)] = GREEN
    return use


def _every_community(
    weight: npt.NDArray[np.float64], ground: Ground, total: int
) -> npt.NDArray[np.float64]:
    """Scale the weights so that each community is due a whole number of buildings, one or more."""
    community = ground.cell_community
    wished = np.bincount(community, weight)
    return weight * (apportion_within(total, wished, 1, total) / wished)[community]


def _people_wished(
    ground: Ground, use: Integers, area: npt.NDArray[np.float64], rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return a weight for each cell so that the districts have their shares of the people."""
    density = np.array([1.0, 0.9, 1.2, 0.5, 0.004])[use]
    weight = density * np.sqrt(area) * rng.lognormal(0.0, 0.4, len(use))
    people = ground.districts.table["population_10k"].to_numpy()[ground.cells.district]
    total = np.bincount(ground.cells.district, weight)[ground.cells.district]
    return weight * people / total
