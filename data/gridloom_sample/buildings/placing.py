"""Points beside buildings, inside their cells."""

import numpy as np
import shapely

from gridloom_sample.city import City
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.regions import Points


def beside(city: City, building: Integers, spread: float, rng: np.random.Generator) -> Points:
    """Return a point near each building (``spread`` metres), never outside the building's cell."""
    footprints = city.stock.footprints
    xy = footprints.xy[building] + rng.normal(0.0, spread, (len(building), 2))
    cells = city.ground.cells.areas[footprints.cell[building]]
    shapely.prepare(city.ground.cells.areas)
    outside = ~shapely.contains_xy(cells, xy)
    xy[outside] = footprints.xy[building[outside]]
    return np.round(xy, 2)
