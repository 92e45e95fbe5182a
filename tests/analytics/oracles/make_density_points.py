"""Make the points of the density oracle: clustered cases and even controls in a window."""

import numpy as np
import pandas as pd
import shapely

WINDOW = shapely.Polygon(
    [(0, 0), (1000, 0), (1000, 800), (600, 1000), (0, 1000)],
    [[(400, 400), (400, 600), (600, 600), (600, 400)]],
)
rng = np.random.default_rng(3)
centres = rng.uniform(100, 900, (6, 2))
clustered = centres[rng.integers(0, 6, 300)] + rng.normal(0, 70, (300, 2))
places = np.concatenate([clustered, rng.uniform(0, 1000, (900, 2))]).round(2)
frame = pd.DataFrame(places, columns=["x", "y"])
frame["case"] = np.repeat([1, 0], [300, 900])
frame["weight"] = rng.integers(1, 5, len(frame))
frame[shapely.contains_xy(WINDOW, places)].to_csv("density_points.csv", index=False)
