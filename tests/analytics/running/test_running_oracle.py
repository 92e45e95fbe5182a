"""The built-in Columbus set, through the same call as the command, against R spdep."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, pearson3, skew

from gridloom_analytics.running import run

SETTINGS = {"value": "CRIME", "neighbours": "queen"}


@pytest.fixture(scope="module")
def columbus() -> Path:
    return Path(libpysal.examples.get_path("columbus.shp"))


@pytest.fixture(scope="module")
def spdep(cities: Path) -> pd.DataFrame:
    return pd.read_csv(cities / "columbus" / "localstats_spdep.csv")


def test_hotspots_equal_spdep(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "hotspots", SETTINGS).primary
    for ours, theirs in {
        "value": "CRIME", "z": "gstar_z", "neighbour_count": "neighbour_count",
    }.items():  # fmt: skip
        np.testing.assert_allclose(found[ours].astype(float), spdep[theirs], rtol=0, atol=1e-9)


def test_p_is_spdeps_or_that_of_a_sum_as_skewed_as_all_samples(
    columbus: Path, spdep: pd.DataFrame
) -> None:
    found = run(columbus, "hotspots", {**SETTINGS, "permutations": 0}).primary
    n, k = len(spdep), spdep.neighbour_count + 1
    bent = skew(spdep.CRIME) * (n - 2 * k) / (n - 2) * np.sqrt((n - 1) / (k * (n - k)))
    tail = np.where(found.z > 0, pearson3.sf(found.z, bent), pearson3.cdf(found.z, bent))
    p = np.maximum(spdep.gstar_p, np.minimum(1, 2 * tail))
    np.testing.assert_allclose(found.p, p, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.p_fdr, false_discovery_control(p), rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.p_bonferroni, np.minimum(1, n * p), rtol=0, atol=1e-9)


def test_p_sim_is_that_of_shuffling_all_values(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "hotspots", SETTINGS).primary
    values, k = spdep.CRIME.to_numpy(), int(spdep.neighbour_count[0]) + 1
    deals = np.random.default_rng(3).random((40_000, len(values))).argsort(axis=1)[:, :k]
    sd = values.std() * np.sqrt(k * (len(values) - k) / (len(values) - 1))
    observed = values.mean() * k + found.z.iloc[0] * sd
    upper = (values[deals].sum(axis=1) >= observed - 1e-9).mean()
    expected = 2 * min(upper, 1 - upper)
    error = 2 * np.sqrt(upper * (1 - upper) / 40_000)
    assert abs(found.p_sim.iloc[0] - expected) < 4 * error


def test_hotspots_without_the_place_itself_equal_spdep(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "hotspots", {**SETTINGS, "star": "false"}).primary
    np.testing.assert_allclose(found.z, spdep.g_z, rtol=0, atol=1e-9)


def test_outliers_equal_spdep(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "outliers", SETTINGS).primary
    for ours, theirs in {
        "value": "CRIME", "i": "moran_i_spdep", "z": "moran_z",
        "neighbour_count": "neighbour_count",
    }.items():  # fmt: skip
        np.testing.assert_allclose(found[ours].astype(float), spdep[theirs], rtol=0, atol=1e-9)


def test_the_columns_are_those_of_the_contract(columbus: Path) -> None:
    hot = run(columbus, "hotspots", {**SETTINGS, "permutations": "99"}).primary
    assert list(hot) == [
        "value", "z", "p", "p_fdr", "p_bonferroni", "bin", "neighbour_count", "island", "p_sim",
    ]  # fmt: skip
    odd = set(run(columbus, "outliers", {**SETTINGS, "permutations": "99"}).primary)
    assert odd >= {
        "value", "i", "z", "p", "p_sim", "p_fdr", "quadrant", "neighbour_count", "island",
    }  # fmt: skip


def test_bins_follow_the_corrected_p(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "hotspots", SETTINGS)
    depth = sum((found.primary.p_fdr.to_numpy() < level).astype(int) for level in (0.1, 0.05, 0.01))
    assert found.primary.bin.tolist() == (depth * np.sign(spdep.gstar_z)).astype(int).tolist()
    assert found.scalars["hot"] == int(((depth >= 2) & (spdep.gstar_z > 0)).sum())
