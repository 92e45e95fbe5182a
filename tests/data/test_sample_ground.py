"""The made-up ground nests exactly: no gap, no overlap, every part in one piece."""

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from gridloom_sample.territory.coverage import neighbours
from gridloom_sample.territory.ground import Ground, Level

PAIRS = [("districts", "streets"), ("streets", "communities"), ("communities", "grids")]


def level(ground: Ground, name: str) -> Level:
    return getattr(ground, name)


@pytest.mark.parametrize("name", ["districts", "streets", "communities", "grids"])
def test_a_level_is_a_coverage_of_valid_areas(full_ground: Ground, name: str) -> None:
    areas = level(full_ground, name).areas
    assert shapely.is_valid(areas).all() and shapely.coverage_is_valid(areas)


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_the_parts_fill_their_parent(full_ground: Ground, outer: str, inner: str) -> None:
    parents, parts = level(full_ground, outer), level(full_ground, inner)
    total = np.bincount(parts.parent, shapely.area(parts.areas))
    assert np.allclose(total, shapely.area(parents.areas), rtol=1e-12)


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_every_vertex_of_a_parent_is_one_of_its_parts(
    full_ground: Ground, outer: str, inner: str
) -> None:
    def vertices(areas: np.ndarray) -> set[tuple[float, float]]:
        return set(map(tuple, shapely.get_coordinates(areas).tolist()))

    parents, parts = level(full_ground, outer), level(full_ground, inner)
    assert vertices(parents.areas) <= vertices(parts.areas)


def test_every_grid_of_the_full_city_is_in_one_piece(full_ground: Ground) -> None:
    assert set(shapely.get_type_id(full_ground.grids.areas)) == {3}


def test_only_islands_break_communities_apart(ground: Ground) -> None:
    areas = ground.communities.areas
    broken = areas[shapely.get_type_id(areas) == 6]
    parts, owner = shapely.get_parts(broken, return_index=True)
    beside = neighbours(np.concatenate([parts, areas[shapely.get_type_id(areas) == 3]]))
    alone = np.setdiff1d(np.arange(len(parts)), np.r_[beside.first, beside.second])
    assert len(alone) >= len(parts) - len(np.unique(owner))


def test_the_full_city_has_its_grids(full_ground: Ground) -> None:
    assert len(full_ground.grids.areas) == 16_417


def test_the_smallest_city_has_two_grids_a_community(ground: Ground) -> None:
    assert (np.bincount(ground.grids.parent) == 2).all()


def test_communities_do_not_depend_on_the_size(ground: Ground, full_ground: Ground) -> None:
    assert shapely.equals(ground.communities.areas, full_ground.communities.areas).all()


def test_a_grid_code_is_the_community_and_a_number_from_1(full_ground: Ground) -> None:
    codes = full_ground.grids.table["code"]
    first = codes[~codes.str[:12].duplicated()]
    assert codes.str.len().eq(15).all() and codes.is_unique and first.str.endswith("001").all()


def test_grids_are_numbered_from_the_north(full_ground: Ground) -> None:
    y = shapely.get_y(shapely.centroid(full_ground.grids.areas))
    number = full_ground.grids.table["code"].str[12:].astype(int)
    trend = [
        np.corrcoef(number[mine], y[mine])[0, 1]
        for mine in (full_ground.grids.parent == one for one in range(100))
        if mine.sum() > 9
    ]
    assert max(trend) < -0.5


def test_base_cells_of_a_district_hang_together(ground: Ground) -> None:
    count, _ = connected_components(ground.cells.graph, directed=False)
    assert count == 10
