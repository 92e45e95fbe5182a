"""The population that a risk is relative to, spread over the cells of the study area."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.density.ground import Ground, covered_by, weights_of
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.answers.sentences import called, title_of
from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.statistics.density.lattice import Lattice
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place, locate
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]

LARGE = 4
"""An area of more cells than this is spread over them; a smaller one lies at its centroid."""


@dataclass(frozen=True)
class Population:
    """``binned`` at the centres of cells, what it is called, and what is to be said of it."""

    name: Message
    binned: Floats
    warnings: tuple[Message, ...]


def read_population(
    inputs: Inputs, ground: Ground, lattice: Lattice, inside: Mask, parameters: DensityParameters
) -> Population | None:
    """Return the population within the study area, or None where none is asked for."""
    given = inputs.layers.get("population")
    if given is None:
        if parameters.population_weight is not None:
            raise BadInput(
                "missing-parameter",
                tr("A weight of the population is given, but no population."),
                Where(layer=inputs.name, column="population"),
                tr("Name the layer of the population."),
            )
        return None
    weights, warnings = _weights(given, parameters.population_weight)
    kept = has_place(given.layer.geometry.to_numpy()) & (weights > 0)
    scale = to_metres(given)
    own = np.asarray(given.layer.geometry.loc[kept], dtype=object)
    metric = shapely.transform(own, lambda points: points * scale)
    binned = _binned(metric, weights[kept], ground, lattice, inside)
    if not binned.any():
        raise BadInput(
            "no-population",
            tr("Nothing of “{layer}” lies in the study area.", layer=given.name),
            Where(layer=given.name, column="population"),
            tr("Name another population or another study area."),
        )
    return Population(_name(given, parameters.population_weight), binned, warnings)


def _name(given: Inputs, column: str | None) -> Message:
    return tr("rows of {layer}", layer=called(given)) if column is None else title_of(given, column)


def _weights(given: Inputs, column: str | None) -> tuple[Floats, tuple[Message, ...]]:
    """Return the weight of each row, 0 where it has none; small counts of persons are veiled.

    A surface made of exact small counts could give them back, so each of 1 to 9 persons counts as
    half the threshold.
    """
    if column is None:
        return np.ones(len(given.layer)), ()
    weights = np.nan_to_num(weights_of(given, column))
    if given.persons is None:
        return weights, ()
    small = small_counts(given.persons)
    if not small.any():
        return weights, ()
    plain = column in given.counts
    said = tr_n(
        "{count:,} place with fewer than {threshold} persons counts as {half} of them.",
        "{count:,} places with fewer than {threshold} persons count as {half} each.",
        int(small.sum()),
        threshold=THRESHOLD,
        half=THRESHOLD // 2 if plain else 0,
    )
    return np.where(small, THRESHOLD / 2 if plain else 0.0, weights), (said,)


def _binned(
    shapes: Shapes, weights: Floats, ground: Ground, lattice: Lattice, inside: Mask
) -> Floats:
    """Return the weights on the lattice: of large areas evenly over their cells."""
    cells = _cells_of(shapes, lattice)
    counts = np.bincount(cells[cells >= 0], minlength=len(shapes))
    size = np.where(_beyond(shapes, lattice), shapely.area(shapes) / lattice.cell**2, counts)
    covered = inside & (cells >= 0)
    total = np.zeros(lattice.shape)
    total[covered] = (weights / np.maximum(size, 1))[cells[covered]]
    points = shapely.get_coordinates(shapely.centroid(shapes)).reshape(-1, 2)
    small = (counts == 0) & covered_by(ground.area, points)
    return total + lattice.binned(points[small], weights[small])


def _beyond(shapes: Shapes, lattice: Lattice) -> Mask:
    """Tell which shapes reach out of the lattice, so that not all their cells are on it."""
    west, south, east, north = shapely.bounds(shapes).T
    far, low = lattice.west + lattice.columns * lattice.cell, lattice.rows * lattice.cell
    out = (west < lattice.west) | (north > lattice.north) | (east > far)
    return out | (south < lattice.north - low)


def _cells_of(shapes: Shapes, lattice: Lattice) -> npt.NDArray[np.int64]:
    """Return the position of the large area that covers the centre of each cell, −1 for none."""
    large = np.flatnonzero(shapely.area(shapes) > LARGE * lattice.cell**2)
    x, y = np.meshgrid(lattice.x, lattice.y)
    position = locate(np.column_stack([x.ravel(), y.ravel()]), shapes[large])
    return np.append(large, -1)[position].reshape(lattice.shape)
