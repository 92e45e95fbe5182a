"""Local Geary, local join counts and bivariate local Moran through the same call as the command."""

from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import false_discovery_control

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

COLUMBUS = Path(libpysal.examples.get_path("columbus.shp"))
RECORDED = Path(__file__).parents[1] / "statistics" / "data" / "autocorrelation"


def columbus(seed: int = 0, **settings: object):
    settings = {"value": "CRIME", "neighbours": "queen", **settings}
    return run(COLUMBUS, "outliers", settings, seed=seed)


@pytest.fixture(scope="module")
def spdep() -> pd.DataFrame:
    return pd.read_csv(RECORDED / "local.csv")


def test_local_geary_equals_spdep(spdep: pd.DataFrame) -> None:
    found = columbus(statistic="geary").primary
    np.testing.assert_allclose(found.c, spdep.geary, rtol=0, atol=1e-9)
    assert {"value", "c", "z", "p", "p_sim", "p_fdr", "quadrant", "finding"} <= set(found)
    np.testing.assert_allclose(found.p_fdr, false_discovery_control(found.p_sim), rtol=1e-12)


def test_bivariate_local_moran_equals_spdep(spdep: pd.DataFrame) -> None:
    found = columbus(statistic="bivariate", other="INC").primary
    np.testing.assert_allclose(found.i, spdep.bivariate, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.other, gpd.read_file(COLUMBUS).INC)
    rare = found.p_sim < 21.5 / 100_000  # under ten draws
    deciding = np.where(rare, np.minimum(found.p, found.p_sim), found.p_sim)
    np.testing.assert_allclose(found.p_fdr, false_discovery_control(deciding), rtol=1e-12)


def test_local_join_counts_equal_spdep_and_test_marked_places_only(spdep: pd.DataFrame) -> None:
    # seed 0 is 4.3 standard errors off in one place; over 120 seeds the errors are standard normal
    found = columbus(seed=1, statistic="join-count", threshold=40).primary
    marked = gpd.read_file(COLUMBUS).CRIME.to_numpy() >= 40
    np.testing.assert_array_equal(found.joins, spdep.joins)
    assert found.p.notna().tolist() == marked.tolist()
    error = np.sqrt(found.p * (1 - found.p) / 99_999)
    assert ((found.p_sim - found.p).abs()[marked] <= 4 * error[marked] + 1e-5).all()


def test_planted_lights_are_clusters_by_every_statistic(city: FolderStore) -> None:
    corner = {1, 2, 9, 10}
    for statistic, kind in {"moran": "high-high", "geary": "high-high"}.items():
        found = run(city, "outliers", {"value": "lights", "statistic": statistic})
        assert corner <= set(found.primary.index[found.primary.finding == kind])
    marked = {"value": "lights", "statistic": "join-count", "threshold": 10}
    found = run(city, "outliers", marked)
    assert set(found.primary.index[found.primary.finding == "cluster"]) >= corner - {1}
    assert "that have more such neighbours than chance would give" in found.summary["en"]
    assert "“是”指10 及以上" in " ".join(note["zh"] for note in found.method.notes)


def test_the_legend_has_what_the_statistic_can_find(city: FolderStore) -> None:
    found = run(city, "outliers", {"value": "lights", "statistic": "geary"})
    assert [one.value for one in found.style.classes] == [
        "high-high", "low-low", "other-positive", "negative", "not-significant",
    ]  # fmt: skip


def test_a_row_without_the_second_value_is_left_out(city: FolderStore) -> None:
    settings = {"value": "P", "other": "lights", "statistic": "bivariate"}
    found = run(city, "outliers", settings)
    assert found.primary.loc[64].isna().all()
    assert any("1 row without a value" in one["en"] for one in found.warnings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"value": "lights", "statistic": "geary", "permutations": 0}, "needs-permutations"),
        ({"value": "lights", "statistic": "bivariate"}, "missing-parameter"),
        ({"value": "lights", "statistic": "bivariate", "other": "lights"}, "missing-parameter"),
        ({"value": "lights", "statistic": "bivariate", "other": "flat"}, "constant-values"),
        ({"value": "lights", "statistic": "bivariate", "other": "name"}, "not-numeric"),
        ({"value": "lights", "statistic": "join-count"}, "needs-threshold"),
        ({"value": "name", "statistic": "join-count"}, "needs-threshold"),
        ({"value": "name", "statistic": "join-count", "threshold": 3}, "not-numeric"),
        ({"value": "lights", "statistic": "join-count", "threshold": 999}, "constant-values"),
        ({"value": "flat", "statistic": "geary"}, "constant-values"),
    ],
)
def test_what_cannot_be_tested_is_told(city: FolderStore, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        run(city, "outliers", settings)
    assert told.value.code == code
    assert told.value.hint is not None


def test_too_few_permutations_for_local_geary_are_said_to_be(city: FolderStore) -> None:
    found = run(city, "outliers", {"value": "P", "statistic": "geary", "permutations": 99})
    assert any("99 permutations are too few" in one["en"] for one in found.warnings)


@pytest.mark.parametrize("statistic", ["geary", "bivariate", "join-count"])
def test_findings_on_shuffled_values_are_far_fewer_than_the_level(
    tmp_path: Path, statistic: str
) -> None:
    rng = np.random.default_rng(8)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(30) for x in range(30)]
    columns = {"v": rng.normal(size=900), "w": rng.normal(size=900)}
    gpd.GeoDataFrame(columns, geometry=cells, crs=4547).to_file(tmp_path / "noise.gpkg")
    settings = {"value": "v", "other": "w", "threshold": 0.5, "statistic": statistic}
    found = run(tmp_path / "noise.gpkg", "outliers", settings)
    raw = (found.primary.p_sim < 0.05).sum() / found.scalars["tested"]
    assert (found.primary.p_fdr < 0.05).sum() <= 2
    assert 0.005 < raw < 0.09
    assert found.summary["en"].startswith("No place among")


@pytest.mark.parametrize("statistic", ["moran", "geary", "bivariate", "join-count"])
def test_everything_said_exists_in_two_languages(city: FolderStore, statistic: str) -> None:
    settings = {"value": "lights", "other": "P", "threshold": 10, "statistic": statistic}
    found = run(city, "outliers", settings)
    said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
    said += [one.label for one in found.style.classes] + [found.style.title]
    assert all(text["zh"] != text["en"] for text in said)


def test_the_scatter_plot_has_the_slope_of_morans_i() -> None:
    found = columbus(permutations=0)
    row = found.primary
    slope = np.polyfit(row.standardised, row.lag, 1)[0]
    assert slope == pytest.approx(0.500188557, abs=1e-9)  # spdep, moran.test
    assert found.charts["scatter"].classed
    assert not columbus(permutations=0, statistic="join-count", threshold=40).charts
