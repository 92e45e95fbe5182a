"""Global autocorrelation against R spdep, esda and counting every order of small sets."""

from itertools import permutations
from pathlib import Path

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from gridloom_analytics.statistics.autocorrelation.by_distance import (
    correlogram,
    first_peak,
    incremental,
)
from gridloom_analytics.statistics.autocorrelation.indices import gearys_c, general_g, morans_i
from gridloom_analytics.statistics.autocorrelation.join_counts import (
    colour_pairs,
    join_counts,
    unlike_joins,
)
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs, Score
from gridloom_analytics.statistics.autocorrelation.shuffling import (
    shuffle_colours,
    shuffle_values,
)
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn
from gridloom_analytics.statistics.significance.p_values import normal_p, simulated_p

RECORDED = Path(__file__).parent / "data" / "autocorrelation"
"""The output of ``tests/analytics/oracles/autocorrelation.R``."""
INDICES = {"moran": morans_i, "geary": gearys_c, "general-g": general_g}
PUBLISHED = {
    "moran": (0.500188557, 5.589383),
    "geary": (0.540528203, -4.743062),
    "general-g": (0.127807457, 4.638151),
}
"""Columbus CRIME; z of C turned, as it falls where like values are neighbours."""


@pytest.fixture(scope="module")
def columbus() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("columbus.shp"))


@pytest.fixture(scope="module")
def graphs(columbus: gpd.GeoDataFrame) -> dict[str, Graph]:
    nearest = build_knn(columbus[["X", "Y"]].to_numpy(), 4)
    return {"queen": build_contiguity(columbus.geometry), "knn": nearest}


def pairs_for(name: str, graph: Graph) -> Pairs:
    return Pairs.of(graph if name == "general-g" else graph.row_standardised())


def ring(n: int) -> Graph:
    return Graph.from_pairs(np.arange(n), (np.arange(n) + 1) % n, np.arange(n))


def kinds(columbus: gpd.GeoDataFrame) -> np.ndarray:
    return np.digitize(columbus.CRIME, [20, 40], right=True).astype(np.int8)


def random_case(seed: int, n: int = 12) -> tuple[np.ndarray, Graph]:
    rng = np.random.default_rng(seed)
    return rng.gamma(2, size=n), build_knn(rng.uniform(size=(n, 2)), 3)


def as_row(score: Score) -> list[float]:
    return [score.statistic, score.expected, score.variance]


@pytest.mark.parametrize("name", INDICES)
def test_columbus_has_the_published_figures(columbus, graphs, name: str) -> None:
    found = INDICES[name](columbus.CRIME.to_numpy(), pairs_for(name, graphs["queen"]))
    statistic, z = PUBLISHED[name]
    assert found.statistic == pytest.approx(statistic, abs=5e-10)
    assert found.z == pytest.approx(z, abs=5e-7)


@pytest.mark.parametrize("row", range(12))
def test_statistic_moments_and_p_equal_spdep(columbus, graphs, row: int) -> None:
    theirs = pd.read_csv(RECORDED / "global.csv").iloc[row]
    values, pairs = (
        columbus[theirs.value].to_numpy(),
        pairs_for(theirs["name"], graphs[theirs.graph]),
    )
    found = INDICES[theirs["name"]](values, pairs)
    expected = theirs[["statistic", "expected", "variance"]].astype(float)
    np.testing.assert_allclose(as_row(found), expected, rtol=1e-9)
    assert abs(found.z) == pytest.approx(abs(theirs.z), rel=1e-9)
    assert normal_p(np.array([found.z]))[0] == pytest.approx(theirs.p, rel=1e-9)


def test_moran_and_geary_equal_esda_under_randomisation(columbus, graphs) -> None:
    values, weights = columbus.HOVAL.to_numpy(), graphs["knn"].to_libpysal()
    pairs = pairs_for("moran", graphs["knn"])
    moran = esda.Moran(values, weights, permutations=0)
    geary = esda.Geary(values, weights, permutations=0)
    assert morans_i(values, pairs).z == pytest.approx(moran.z_rand, rel=1e-9)
    assert gearys_c(values, pairs).z == pytest.approx(geary.z_rand, rel=1e-9)


def test_join_counts_of_three_kinds_equal_spdep(columbus, graphs) -> None:
    theirs = pd.read_csv(RECORDED / "joins.csv", index_col="pair")
    codes, pairs = kinds(columbus), Pairs.of(graphs["queen"])
    names = ["low", "middle", "high"]
    found = dict(zip(colour_pairs(3), join_counts(codes, 3, pairs), strict=True))
    for (one, other), score in found.items():
        keys = {f"{names[one]}:{names[other]}", f"{names[other]}:{names[one]}"}
        row = theirs.loc[next(key for key in keys if key in theirs.index)]
        np.testing.assert_allclose([*as_row(score), score.z], row, rtol=1e-9)
    unlike = unlike_joins(codes, 3, pairs)
    np.testing.assert_allclose([*as_row(unlike), unlike.z], theirs.loc["Jtot"], rtol=1e-9)


@pytest.mark.parametrize("name", INDICES)
def test_moments_are_those_of_every_order_of_the_values(name: str) -> None:
    values, graph = random_case(3, n=6)
    pairs = pairs_for(name, graph)
    every = [INDICES[name](np.array(one), pairs).statistic for one in permutations(values)]
    found = INDICES[name](values, pairs)
    assert found.expected == pytest.approx(np.mean(every), rel=1e-9)
    assert found.variance == pytest.approx(np.var(every), rel=1e-9)


@pytest.mark.parametrize("name", INDICES)
def test_shuffling_agrees_with_every_order_of_the_values(name: str) -> None:
    values, graph = random_case(5, n=7)
    pairs, draws = pairs_for(name, graph), 99_999
    own = INDICES[name](values, pairs).statistic
    every = np.array(
        [INDICES[name](np.array(one), pairs).statistic for one in permutations(values)]
    )
    form = "differences" if name == "geary" else "products"
    shuffled = values if name == "general-g" else values - values.mean()
    found = shuffle_values(shuffled, pairs, form, draws, 1)
    for count, exact in ((found.at_least[0], (every >= own - 1e-12).mean()),
                         (found.at_most[0], (every <= own + 1e-12).mean())):  # fmt: skip
        assert abs(count / draws - exact) <= 4 * np.sqrt(exact * (1 - exact) / draws)


def test_shuffled_joins_agree_with_esda(columbus, graphs) -> None:
    codes, pairs, draws, few = kinds(columbus), Pairs.of(graphs["queen"]), 20_000, 499
    found = shuffle_colours(codes, 3, pairs, draws, 4)
    p = simulated_p(found.at_least, found.at_most, draws, "greater")
    marks = (codes == 0).astype(int)
    theirs = esda.Join_Counts(marks, graphs["queen"].to_libpysal(), permutations=few)
    error = np.sqrt(p[0] * (1 - p[0]) * (1 / draws + 1 / few))
    assert abs(p[0] - theirs.p_sim_bb) < 4 * error
    assert len(p) == len(colour_pairs(3)) + 1


@pytest.mark.parametrize("form", ["products", "differences"])
def test_any_number_of_threads_gives_the_same_bytes(form) -> None:
    values, graph = random_case(1, n=300)
    one, four = (shuffle_values(values, Pairs.of(graph), form, 2_000, 7, threads=t) for t in (1, 4))
    other = shuffle_values(values, Pairs.of(graph), form, 2_000, 8)
    assert one.at_least.tobytes() == four.at_least.tobytes()
    assert one.at_least != other.at_least


def test_any_number_of_threads_gives_the_same_joins() -> None:
    values, graph = random_case(1, n=300)
    codes = np.digitize(values, [1, 2]).astype(np.int8)
    one, four = (shuffle_colours(codes, 3, Pairs.of(graph), 900, 7, threads=t) for t in (1, 4))
    assert one.at_most.tobytes() == four.at_most.tobytes()


@given(seed=st.integers(0, 999), shift=st.floats(-1e3, 1e3), scale=st.floats(0.01, 100))
def test_moran_and_geary_do_not_depend_on_unit_or_origin(
    seed: int, shift: float, scale: float
) -> None:
    values, graph = random_case(seed)
    pairs = pairs_for("moran", graph)
    for index in (morans_i, gearys_c):
        found, moved = index(values, pairs), index(shift + scale * values, pairs)
        np.testing.assert_allclose(as_row(moved), as_row(found), rtol=1e-7, atol=1e-9)


@given(seed=st.integers(0, 999), scale=st.floats(0.01, 100))
def test_general_g_does_not_depend_on_the_unit(seed: int, scale: float) -> None:
    values, graph = random_case(seed)
    found, scaled = (general_g(v, Pairs.of(graph)) for v in (values, scale * values))
    np.testing.assert_allclose(as_row(scaled), as_row(found), rtol=1e-8)


@given(seed=st.integers(0, 999))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    values, graph = random_case(seed)
    order = np.random.default_rng(seed).permutation(graph.n)
    turned = Graph.from_matrix(graph.matrix[order][:, order])
    for name, index in INDICES.items():
        found = index(values, pairs_for(name, graph))
        moved = index(values[order], pairs_for(name, turned))
        np.testing.assert_allclose(as_row(moved), as_row(found), rtol=1e-9)


def test_nothing_varies_where_all_are_neighbours() -> None:
    everyone = build_knn(np.random.default_rng(0).uniform(size=(6, 2)), 5)
    found = morans_i(np.arange(6.0), Pairs.of(everyone))
    assert np.isnan(found.variance)
    assert np.isnan(found.z)


@pytest.mark.parametrize("form", ["products", "differences"])
def test_sums_that_differ_by_rounding_are_ties(form) -> None:
    everyone = build_knn(np.random.default_rng(0).uniform(size=(6, 2)), 5).row_standardised()
    values = np.random.default_rng(1).gamma(2, size=6)
    found = shuffle_values(values - values.mean(), Pairs.of(everyone), form, 500, 0)
    assert (found.at_least[0], found.at_most[0]) == (500, 500)


def test_joins_that_differ_by_rounding_are_ties() -> None:
    everyone = build_knn(np.random.default_rng(0).uniform(size=(7, 2)), 6).row_standardised()
    codes = np.array([0, 0, 1, 1, 1, 0, 1], dtype=np.int8)
    found = shuffle_colours(codes, 2, Pairs.of(everyone), 500, 0)
    assert (found.at_least == 500).all()
    assert (found.at_most == 500).all()


def test_three_sites_are_too_few_for_a_variance() -> None:
    with pytest.raises(ValueError, match="4 sites, not 3"):
        morans_i(np.arange(3.0), Pairs.of(ring(3)))


def test_false_alarms_on_shuffled_values_are_what_the_level_says() -> None:
    rng = np.random.default_rng(11)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(15) for x in range(15)]
    pairs, values = Pairs.of(build_contiguity(cells).row_standardised()), rng.gamma(3, size=225)
    runs = 2_000
    z = np.array([morans_i(rng.permutation(values), pairs).z for _ in range(runs)])
    share = (normal_p(z) < 0.05).mean()
    assert abs(share - 0.05) < 4 * np.sqrt(0.05 * 0.95 / runs)


def test_bands_of_distance_are_esda_on_their_own_graphs() -> None:
    rng = np.random.default_rng(2)
    points, values = rng.uniform(0, 10, size=(60, 2)), rng.normal(size=60)
    bounds = np.array([1.0, 2.0, 4.0])
    gaps = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    for one, low, high in zip(
        correlogram(values, points, bounds), [0, *bounds], bounds, strict=False
    ):
        links = (gaps > low) & (gaps <= high)
        peer = Graph.from_matrix(csr_array(links.astype(float))).to_libpysal()
        theirs = esda.Moran(values, peer, transformation="b", permutations=0)
        assert one.pairs == links.sum() // 2
        assert one.moran.statistic == pytest.approx(theirs.I, rel=1e-9)
        assert one.moran.z == pytest.approx(theirs.z_rand, rel=1e-9)


def test_incremental_distances_count_all_pairs_up_to_each() -> None:
    rng = np.random.default_rng(2)
    points, values, bounds = rng.uniform(size=(40, 2)), rng.normal(size=40), np.array([0.2, 0.5])
    bands, within = (f(values, points, bounds) for f in (correlogram, incremental))
    assert [one.pairs for one in within] == np.cumsum([one.pairs for one in bands]).tolist()
    assert within[1].above == 0.0


@pytest.mark.parametrize(
    ("z", "peak"),
    [([1, 3, 2], 1), ([3, 2, 1], None), ([1, 2, 3], None), ([0.1, 1.5, 0.2], None),
     ([2, 3, 2.5, 9, 1], 1)],
)  # fmt: skip
def test_a_peak_is_clear_and_higher_than_both_sides(z: list, peak: int | None) -> None:
    assert first_peak(np.array(z, dtype=float)) == peak
