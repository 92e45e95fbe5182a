"""Ten districts from the eight of the source: repaired, in EPSG:4547, two of them carved."""

import numpy as np
import pandas as pd
import shapely

from gridloom_sample import seeds
from gridloom_sample.territory import coverage
from gridloom_sample.territory.regions import Points

SMALLEST_ISLAND = 500_000.0
"""Square metres: smaller parts are loops of the source's raster, not islands."""
BEND = 900.0
BEYOND = 10_000.0
"""Metres around 宝安 that the made-up region of 光明 reaches into, so that it is cut off there."""
BAOAN, GUANGMING, LONGGANG = "440306", "440311", "440307"


def ten_districts(table: pd.DataFrame) -> coverage.Areas:
    """Return the areas of ``table``'s districts, in its order, as one coverage."""
    sources = [(item.code, _repaired(item.geometry)) for item in seeds.boundaries()]
    codes = [code for code, _ in sources]
    areas = np.array([area for _, area in sources], dtype=object)
    baoan = areas[codes.index(BAOAN)]
    guangming = _guangming(baoan)
    cut = np.array([shapely.intersection(shapely.boundary(guangming), baoan)], dtype=object)
    faces = coverage.faces(np.concatenate([shapely.boundary(areas), cut]))
    owner = _owners(faces, areas)
    inside = shapely.point_on_surface(faces)
    code = np.array([codes[number] for number in owner], dtype=object)
    code[(code == BAOAN) & shapely.contains(guangming, inside)] = GUANGMING
    code[(code == LONGGANG) & (shapely.get_x(inside) > _dapeng_west())] = seeds.DAPENG
    number = pd.Index(table["code"]).get_indexer(pd.Index(code))
    return _without_slivers(faces, number, len(table))


def _repaired(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the geometry in EPSG:4547, valid, with the loops of the raster cut off."""
    valid = shapely.make_valid(seeds.from_source(geometry), method="structure")
    parts = shapely.get_parts(valid)
    return shapely.union_all(parts[shapely.area(parts) >= SMALLEST_ISLAND])


def _guangming(baoan: shapely.Geometry) -> shapely.Geometry:
    """Return the made-up region of 光明: what is nearer to a seat of its streets than of 宝安's."""
    streets = seeds.streets()
    streets = streets.loc[streets["district_code"].isin((BAOAN, GUANGMING))]
    seats = shapely.MultiPoint(streets[["x", "y"]].to_numpy())
    around = shapely.buffer(baoan, BEYOND)
    cells = shapely.voronoi_polygons(seats, extend_to=around, ordered=True)
    ours = shapely.get_parts(cells)[streets["district_code"].to_numpy() == GUANGMING]
    return shapely.Polygon(_winding(shapely.boundary(shapely.union_all(ours))))


def _winding(ring: shapely.Geometry) -> Points:
    """Return the ring with bends of some hundred metres, as a border along brooks and hills has."""
    dense = shapely.get_coordinates(shapely.segmentize(ring, BEND / 8))[:-1]
    along = np.arange(len(dense)) / 8
    east, north = (
        sum(BEND / 4 / n * np.sin(n * along + phase * n * n) for n in (1, 2, 3, 5))
        for phase in (0.7, 2.1)
    )
    return dense + np.column_stack([east, north])


def _owners(faces: coverage.Areas, areas: coverage.Areas) -> coverage.Integers:
    """Return the district each face lies in, by most area; a gap goes to the longest border."""
    tree = shapely.STRtree(areas)
    inside = tree.query(shapely.point_on_surface(faces), predicate="within")
    owner = np.full(len(faces), -1, np.int64)
    owner[inside[0][::-1]] = inside[1][::-1]  # where two overlap, the first keeps it
    beside = coverage.neighbours(faces)
    for gap in np.flatnonzero(owner < 0):
        touching = (beside.first == gap) | (beside.second == gap)
        other = np.where(beside.first == gap, beside.second, beside.first)[touching]
        owner[gap] = owner[other[np.argmax(beside.shared[touching] * (owner[other] >= 0))]]
    return owner


def _dapeng_west() -> float:
    """Return an easting between the two parts that 龙岗 has in the source: the eastern is 大鹏."""
    return float(seeds.project([114.345], [22.55])[0, 0])


def _without_slivers(faces: coverage.Areas, owner: coverage.Integers, size: int) -> coverage.Areas:
    """Return one area a district; crumbs cut off from their district go to a neighbour."""
    areas = coverage.dissolve(faces, owner, size)
    parts, part_owner = shapely.get_parts(areas, return_index=True)
    part_owner = part_owner.astype(np.int64)
    beside = coverage.neighbours(parts)
    for crumb in np.flatnonzero(shapely.area(parts) < SMALLEST_ISLAND):
        touching = (beside.first == crumb) | (beside.second == crumb)
        if touching.any():
            other = np.where(beside.first == crumb, beside.second, beside.first)[touching]
            part_owner[crumb] = part_owner[other[np.argmax(beside.shared[touching])]]
    return coverage.dissolve(parts, part_owner, size)
