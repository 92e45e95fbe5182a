"""Base cells: the smallest pieces of ground, as many as the full city has grids."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from gridloom_sample.proportions import FULL_GRIDS, apportion
from gridloom_sample.territory import coverage
from gridloom_sample.territory.coverage import Areas, Integers
from gridloom_sample.territory.regions import Points

SAMPLES_A_CELL = 24
LLOYD_ROUNDS = 4


@dataclass(frozen=True)
class Cells:
    """Base cells: areas that share every vertex, centres, district, and the links between them."""

    areas: Areas
    xy: Points
    district: Integers
    graph: sparse.csr_array


def base_cells(districts: Areas, streets: pd.DataFrame, rng: np.random.Generator) -> Cells:
    """Return the base cells of the districts, small about the seats of ``streets``.

    ``streets`` has ``x``, ``y``, ``district`` (position in ``districts``) and ``communities``.
    """
    points, owner = _cell_points(districts, streets, rng)
    lines = [shapely.boundary(districts)]
    for number, area in enumerate(districts):
        of_district = shapely.MultiPoint(points[owner == number])
        edges = shapely.voronoi_polygons(of_district, only_edges=True, extend_to=area)
        lines.append(np.array([shapely.intersection(edges, area)], dtype=object))
    areas = _one_area_a_point(coverage.faces(np.concatenate(lines)), districts, points, owner)
    xy = shapely.get_coordinates(shapely.point_on_surface(areas))
    return Cells(areas, xy, owner, _links(areas, xy, owner))


def _cell_points(
    districts: Areas, streets: pd.DataFrame, rng: np.random.Generator
) -> tuple[Points, Integers]:
    """Return the points the cells are made around, and the district of each."""
    share = shapely.area(districts) / shapely.area(districts).sum()
    samples = [
        _uniform(area, int(FULL_GRIDS * SAMPLES_A_CELL * part) + 200, rng)
        for area, part in zip(districts, share, strict=True)
    ]
    nearest = [
        _street_of(sample, streets.loc[streets["district"] == number])
        for number, sample in enumerate(samples)
    ]
    sample, street = np.concatenate(samples), np.concatenate(nearest)
    size = np.bincount(street, minlength=len(streets))
    communities = streets["communities"].to_numpy(float)
    counts = apportion(FULL_GRIDS, 0.6 * communities / communities.sum() + 0.4 * size / size.sum())
    seats = streets[["x", "y"]].to_numpy()
    points = [
        _relaxed(sample[street == number], seats[number], count, rng)
        for number, count in enumerate(counts)
    ]
    owner = np.repeat(streets["district"].to_numpy(np.int64), counts)
    return _on_every_island(np.concatenate(points), owner, districts), owner


def _uniform(area: shapely.Geometry, count: int, rng: np.random.Generator) -> Points:
    west, south, east, north = shapely.bounds(area)
    shapely.prepare(area)
    found = np.empty((0, 2))
    while len(found) < count:
        xy = rng.uniform((west, south), (east, north), (2 * count, 2))
        found = np.concatenate([found, xy[shapely.contains_xy(area, xy)]])
    return found[:count]


def _street_of(sample: Points, streets: pd.DataFrame) -> Integers:
    _, nearest = KDTree(streets[["x", "y"]].to_numpy()).query(sample)
    return streets.index.to_numpy()[nearest]


def _relaxed(sample: Points, seat: Points, count: int, rng: np.random.Generator) -> Points:
    """Return ``count`` evenly spaced points of a street, closer to each other about its seat."""
    away = ((sample - seat) ** 2).sum(axis=1)
    weight = 0.15 + np.exp(-away / (0.4 * np.median(away)))
    points = sample[rng.choice(len(sample), count, replace=False, p=weight / weight.sum())]
    for _ in range(LLOYD_ROUNDS):
        _, nearest = KDTree(points).query(sample)
        mass = np.bincount(nearest, weight, count)
        filled = mass > 0
        for axis in (0, 1):
            moment = np.bincount(nearest, weight * sample[:, axis], count)
            points[filled, axis] = moment[filled] / mass[filled]
    return points


def _on_every_island(points: Points, owner: Integers, districts: Areas) -> Points:
    """Move the nearest point of a district into each of its parts that has none."""
    for number, area in enumerate(districts):
        mine = np.flatnonzero(owner == number)
        for part in shapely.get_parts(area):
            if not shapely.contains_xy(part, points[mine]).any():
                middle = shapely.get_coordinates(shapely.point_on_surface(part))[0]
                nearest = mine[((points[mine] - middle) ** 2).sum(axis=1).argmin()]
                points[nearest] = middle
    return points


def _one_area_a_point(faces: Areas, districts: Areas, points: Points, district: Integers) -> Areas:
    """Return one area for each point: its face, and the scraps that a ragged border cut off."""
    middle = shapely.point_on_surface(faces)
    inside, where = shapely.STRtree(districts).query(middle, predicate="within")
    faces, middle = faces[inside], shapely.get_coordinates(middle[inside])
    owner = np.empty(len(faces), np.int64)
    for number in range(len(districts)):
        mine = np.flatnonzero(district == number)
        _, nearest = KDTree(points[mine]).query(middle[where == number])
        owner[where == number] = mine[nearest]
    largest = np.lexsort((-shapely.area(faces), owner))
    main = largest[np.searchsorted(owner[largest], np.arange(len(points)))]
    owner = _scraps_joined(faces, owner, where, main)
    return coverage.dissolve(faces, owner, len(points))


def _scraps_joined(faces: Areas, owner: Integers, where: Integers, main: Integers) -> Integers:
    """Give each face that is not a ``main`` one to a neighbour, longest border first."""
    settled = np.zeros(len(faces), np.bool_)
    settled[main] = True
    owner = owner.copy()
    beside = coverage.neighbours(faces)
    first = np.r_[beside.first, beside.second]
    second = np.r_[beside.second, beside.first]
    shared = np.r_[beside.shared, beside.shared]
    while True:
        useful = ~settled[first] & settled[second] & (where[first] == where[second])
        if not useful.any():
            return owner
        order = np.lexsort((-shared[useful], first[useful]))
        scrap, at = np.unique(first[useful][order], return_index=True)
        owner[scrap] = owner[second[useful][order][at]]
        settled[scrap] = True


def _links(areas: Areas, xy: Points, district: Integers) -> sparse.csr_array:
    """Return the distances between neighbours of one district; islands are linked to the shore."""
    beside = coverage.neighbours(areas)
    same = district[beside.first] == district[beside.second]
    pairs = np.column_stack([beside.first[same], beside.second[same]])
    pairs = np.concatenate([pairs, _ferries(pairs, xy, district)])
    steps = xy[pairs[:, 0]] - xy[pairs[:, 1]]
    both = coverage.Neighbours(pairs[:, 0], pairs[:, 1], np.empty(0))
    return both.graph(len(areas), np.hypot(steps[:, 0], steps[:, 1]))


def _ferries(pairs: Integers, xy: Points, district: Integers) -> Integers:
    """Return a link from each cut-off part of a district to the nearest cell of its main part."""
    size = len(xy)
    joined = sparse.csr_array((np.ones(len(pairs)), pairs.T), shape=(size, size))
    _, part = connected_components(joined, directed=False)
    links = []
    for number in np.unique(district):
        mine = np.flatnonzero(district == number)
        main = np.bincount(part[mine]).argmax()
        shore = mine[part[mine] == main]
        for island in np.setdiff1d(part[mine], [main]):
            cells = mine[part[mine] == island]
            away, nearest = KDTree(xy[shore]).query(xy[cells])
            closest = int(np.argmin(away))
            links.append((cells[closest], shore[np.asarray(nearest)[closest]]))
    return np.array(links, np.int64).reshape(-1, 2)
