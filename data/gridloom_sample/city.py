"""The city before its people: ground, land, buildings and what is planted in them."""

from dataclasses import dataclass

import numpy as np

from gridloom_sample.buildings.footprints import make_footprints
from gridloom_sample.buildings.land import Land, make_land
from gridloom_sample.buildings.stock import Stock, make_stock
from gridloom_sample.planted import Planted, plant
from gridloom_sample.proportions import Proportions
from gridloom_sample.streams import stream
from gridloom_sample.territory.ground import Ground, make_ground


@dataclass(frozen=True)
class City:
    """Everything that chunks of people and events are made from."""

    seed: int
    proportions: Proportions
    ground: Ground
    land: Land
    stock: Stock
    planted: Planted

    def random(self, part: str, chunk: int = 0) -> np.random.Generator:
        """Return the random stream of a part's chunk."""
        return stream(self.seed, part, chunk)


def found_city(persons: int, seed: int) -> City:
    """Return the city's ground and buildings (seconds; the full city 2.4 GB)."""
    proportions = Proportions(persons)
    ground = make_ground(proportions, stream(seed, "ground"))
    land = make_land(ground, proportions, stream(seed, "land"))
    footprints = make_footprints(ground.cells.areas, land, stream(seed, "footprints"))
    stock = make_stock(ground, land, footprints, proportions, stream(seed, "dwelling"))
    return City(seed, proportions, ground, land, stock, plant(ground, stock, seed))
