"""The built-in Columbus set, through the same call as the command, against R spdep."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest

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
        "value": "CRIME", "z": "gstar_z", "p": "gstar_p", "p_fdr": "gstar_p_fdr",
        "p_bonferroni": "gstar_p_bonferroni", "neighbour_count": "neighbour_count",
    }.items():  # fmt: skip
        np.testing.assert_allclose(found[ours].astype(float), spdep[theirs], rtol=0, atol=1e-9)


def test_hotspots_without_the_place_itself_equal_spdep(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "hotspots", {**SETTINGS, "star": "false"}).primary
    np.testing.assert_allclose(found.z, spdep.g_z, rtol=0, atol=1e-9)


def test_outliers_equal_spdep(columbus: Path, spdep: pd.DataFrame) -> None:
    found = run(columbus, "outliers", SETTINGS).primary
    for ours, theirs in {
        "value": "CRIME", "i": "moran_i_spdep", "z": "moran_z", "p": "moran_p_greater",
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
    depth = sum((spdep.gstar_p_fdr < level).astype(int) for level in (0.1, 0.05, 0.01))
    assert found.primary.bin.tolist() == (depth * np.sign(spdep.gstar_z)).astype(int).tolist()
    assert found.scalars["hot"] == int(((depth >= 2) & (spdep.gstar_z > 0)).sum())
