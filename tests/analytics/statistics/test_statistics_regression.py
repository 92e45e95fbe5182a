"""Correlation and regression in space against R, GWR4 and spreg's published examples."""

from pathlib import Path
from typing import Any

import libpysal
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from mgwr.gwr import GWR
from threadpoolctl import threadpool_limits

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.regression import weighted
from gridloom_analytics.statistics.regression.ordinary import (
    OrdinaryFit,
    Outcome,
    corrected_aic,
    dependent_columns,
    fit_line,
)
from gridloom_analytics.statistics.regression.spatial import chosen_kind, fit_spatial
from gridloom_analytics.statistics.regression.weighted import (
    LocalFit,
    find_bandwidth,
    fit_locally,
)
from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
DATA = Path(__file__).parent / "data" / "regression"
COLUMBUS = pd.read_csv(DATA / "columbus.csv")
POINTS = COLUMBUS[["X", "Y"]].to_numpy(float)
CRIME = COLUMBUS.CRIME.to_numpy(float)
CAUSES = COLUMBUS[["INC", "HOVAL"]].to_numpy(float)


def near(ours, theirs, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-12)


def columbus_graph() -> Graph:
    links = pd.read_csv(DATA / "columbus_links.csv")
    ends = links["from"].to_numpy(), links["to"].to_numpy()
    return Graph.from_pairs(*ends, np.arange(len(COLUMBUS))).row_standardised()


@pytest.fixture(scope="module")
def line() -> OrdinaryFit:
    return fit_line(CRIME, CAUSES, columbus_graph())


def test_the_line_equals_rs_lm(line: OrdinaryFit) -> None:
    exact = pd.read_csv(DATA / "lm.csv")
    near(line.coefficients, exact.coefficient)
    near(line.errors, exact.error)
    near(line.t, exact.t)
    near(line.p, exact.p)
    near([line.lower, line.upper], [exact.lower, exact.upper])
    near(line.robust_errors, exact.robust_error)


def test_residuals_equal_rs(line: OrdinaryFit) -> None:
    exact = pd.read_csv(DATA / "residuals.csv")
    near(line.residuals, exact.residual)
    near(line.standardised, exact.std_residual)
    near(line.fitted + line.residuals, CRIME)


def test_diagnostics_equal_lmtest_and_spdep(line: OrdinaryFit) -> None:
    exact = pd.read_csv(DATA / "diagnostics.csv", index_col="test")
    for name in exact.index.drop(["r2", "adjusted_r2"]):
        found = line.tests[name]
        near([found.statistic, found.p], exact.loc[name], rtol=1e-7)
    near([line.r2, line.adjusted_r2], exact.statistic[["r2", "adjusted_r2"]])


def test_further_diagnostics_equal_statsmodels_and_spregs_example(line: OrdinaryFit) -> None:
    peer = sm.OLS(CRIME, sm.add_constant(CAUSES)).fit(cov_type="HC1", use_t=True)
    near(line.robust_p, peer.pvalues)
    jarque, p, _, _ = sm.stats.jarque_bera(peer.resid)
    near([line.tests["jarque_bera"].statistic, line.tests["jarque_bera"].p], [jarque, p])
    usual = sm.OLS(CRIME, sm.add_constant(CAUSES)).fit()
    near([line.f.statistic, line.f.p], [usual.fvalue, usual.f_pvalue])
    assert line.condition == pytest.approx(6.541827751444)  # spreg's documentation
    near(line.inflation, [1.333117497189] * 2)


def test_columns_far_from_0_lose_no_digits(line: OrdinaryFit) -> None:
    far = fit_line(CRIME + 2.0**30, CAUSES + 2.0**30, columbus_graph())
    near(far.coefficients[1:], line.coefficients[1:], rtol=1e-6)
    near(far.errors[1:], line.errors[1:], rtol=1e-6)
    near(far.robust_errors[1:], line.robust_errors[1:], rtol=1e-6)
    near([far.r2, far.f.p], [line.r2, line.f.p], rtol=1e-6)


def test_columns_of_one_square_do_not_tell_uneven_spread() -> None:
    signs = np.resize([-2.0, 2.0], len(CRIME))
    both = fit_line(CRIME, np.c_[CAUSES, signs], columbus_graph()).tests["koenker_bassett"]
    line = fit_line(CRIME, signs[:, None], columbus_graph()).tests["koenker_bassett"]
    assert 0 < both.p < 1
    assert np.isnan(line.p)


def test_one_column_is_not_inflated() -> None:
    line = fit_line(CRIME, CAUSES[:, :1], columbus_graph())
    assert line.inflation.tolist() == [1]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([[1, 2, 3, 4.0], [2, 4, 6, 8.0]], [1]),
        ([[1, 2, 3, 4.0], [1, 0, 1, 5.0], [2, 2, 4, 9.0]], [2]),
        ([[1, 2, 3, 4.0], [1e6, 3e6, 2e6, 9e6]], []),
    ],
)
def test_dependent_columns_are_found(columns: list, expected: list[int]) -> None:
    assert dependent_columns(np.array(columns).T) == expected


@pytest.mark.parametrize(
    ("kind", "coefficients", "errors"),
    [
        ("lag", [45.30170561, 0.62088862, -0.48072345, 0.02836221],
         [20.47077481, 0.50613931, 0.20138425, 0.38028295]),
        ("error", [47.9963, 0.7105, -0.5588, 0.4118], [11.479, 0.3681, 0.1616, 0.168]),
    ],
)  # fmt: skip
def test_the_spatial_models_equal_spregs_documented_examples(kind, coefficients, errors) -> None:
    rook = libpysal.weights.Rook.from_shapefile(libpysal.examples.get_path("columbus.shp"))
    graph = Graph.from_matrix(rook.sparse).row_standardised()
    causes = COLUMBUS[["INC", "CRIME"]].to_numpy(float)
    found = fit_spatial(COLUMBUS.HOVAL.to_numpy(float), causes, graph, kind)
    np.testing.assert_allclose(found.coefficients, coefficients, atol=6e-5)
    np.testing.assert_allclose(found.errors, errors, atol=6e-5)


def test_units_of_the_columns_do_not_touch_the_spatial_models() -> None:
    for kind in ("lag", "error"):
        first = fit_spatial(CRIME, CAUSES, columbus_graph(), kind)
        second = fit_spatial(CRIME, CAUSES * [1e-4, 1e4], columbus_graph(), kind)
        near(first.z, second.z, rtol=1e-6)
        near(first.coefficients * [1, 1e4, 1e-4, 1], second.coefficients, rtol=1e-6)


def outcomes(
    lag: float, error: float, robust_lag: float, robust_error: float
) -> dict[str, Outcome]:
    return {
        "lm_lag": Outcome(0, lag),
        "lm_error": Outcome(0, error),
        "robust_lm_lag": Outcome(robust_lag, 0),
        "robust_lm_error": Outcome(robust_error, 0),
    }


@pytest.mark.parametrize(
    ("tests", "kind"),
    [
        (outcomes(0.5, 0.5, 9, 1), None),
        (outcomes(0.01, 0.5, 1, 9), "lag"),
        (outcomes(0.5, 0.01, 9, 1), "error"),
        (outcomes(0.01, 0.01, 9, 1), "lag"),
        (outcomes(0.01, 0.01, 1, 9), "error"),
    ],
)
def test_the_model_follows_the_lagrange_multipliers(tests: dict, kind: str | None) -> None:
    assert chosen_kind(tests) == kind


GEORGIA = pd.read_csv(libpysal.examples.get_path("GData_utm.csv"))
LOCAL = (
    GEORGIA[["X", "Y"]].to_numpy(float),
    GEORGIA.PctBach.to_numpy(float),
    GEORGIA[["PctRural", "PctPov", "PctBlack"]].to_numpy(float),
)
GWR4 = pd.read_csv(libpysal.examples.get_path("georgia_BS_NN_listwise.csv"), skipinitialspace=True)
"""What GWR4 found with 90 neighbours (bisquare), printed with six decimals."""


@pytest.fixture(scope="module")
def georgia() -> LocalFit:
    return fit_locally(*LOCAL, 90)


def test_the_bandwidth_is_that_of_mgwrs_manual_and_no_worse_than_gwr4s(georgia: LocalFit) -> None:
    found = find_bandwidth(*LOCAL, 0)
    assert (found.places, found.searched) == (93, 159)
    assert georgia.aicc == pytest.approx(896.462831, abs=0.05)  # GWR4 interpolates to 90.4
    assert fit_locally(*LOCAL, found.places).aicc < georgia.aicc


def test_local_coefficients_equal_gwr4(georgia: LocalFit) -> None:
    names = ["Intercept", "PctRural", "PctPov", "PctBlack"]
    for ours, prefix in ((georgia.coefficients, "est_"), (georgia.t, "t_")):
        theirs = GWR4[[prefix + name for name in names]]
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(georgia.fitted, GWR4.yhat, atol=1e-3)


@threadpool_limits.wrap(limits=1)
def by_mgwr(points: Floats, y: Floats, x: Floats, bandwidth: int) -> Any:
    return GWR(points, y[:, None], x, bandwidth, sigma2_v1=False, n_jobs=1).fit()


def test_local_quality_equals_gwr4_and_mgwr(georgia: LocalFit) -> None:
    peer = by_mgwr(*LOCAL, 90)
    np.testing.assert_allclose(georgia.r2, GWR4.localR2, atol=1e-3)
    near(georgia.r2, peer.localR2.ravel())
    near(georgia.condition, peer.local_collinearity()[2].ravel())
    near(georgia.critical_t, peer.critical_tval())


@pytest.mark.parametrize("bandwidth", [40, 90, 159])
def test_local_coefficients_equal_mgwr(bandwidth: int) -> None:
    found, peer = fit_locally(*LOCAL, bandwidth), by_mgwr(*LOCAL, bandwidth)
    near(found.coefficients, peer.params)
    near(found.t, peer.tvalues)
    near(found.fitted, peer.predy.ravel())
    near(found.aicc, peer.aicc)


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), places=st.integers(30, 80))
def test_places_at_one_point_and_on_a_lattice_are_fitted_as_by_mgwr(seed: int, places: int) -> None:
    random = np.random.default_rng(seed)
    points, x = random.integers(0, 12, (80, 2)).astype(float), random.normal(size=(80, 2))
    y = x @ [1.0, -2.0] + random.normal(size=80)
    found, peer = fit_locally(points, y, x, places), by_mgwr(points, y, x, places)
    near(found.coefficients, peer.params, rtol=1e-7)
    near(found.t, peer.tvalues, rtol=1e-7)


def test_units_and_offsets_of_the_columns_do_not_touch_local_t_values() -> None:
    points, y, x = LOCAL
    first = fit_locally(points, y, x, 60)
    second = fit_locally(points, y + 1e6, x * [1e-3, 1, 1e5] + [1e4, 0, 1e6], 60)
    np.testing.assert_allclose(second.t[:, 1:], first.t[:, 1:], rtol=1e-6, atol=1e-8)
    near(second.r2, first.r2, rtol=1e-6)


def test_any_number_of_threads_gives_the_same_local_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighted, "WORK", 2_000)
    one, two = (fit_locally(*LOCAL, 90, threads=threads) for threads in (1, 3))
    for name, value in vars(one).items():
        assert np.asarray(value).tobytes() == np.asarray(vars(two)[name]).tobytes(), name


def test_a_column_that_does_not_vary_around_a_place_has_no_local_fit() -> None:
    points, y, _ = LOCAL
    x = (np.arange(len(y)) == 3).astype(float)[:, None]
    with pytest.raises(np.linalg.LinAlgError):
        fit_locally(points, y, x, 50)


def test_where_the_value_does_not_vary_around_a_place_there_is_no_local_r2() -> None:
    points, _, x = LOCAL
    found = fit_locally(points, (np.arange(len(x)) == 3) * 5.0, x, 50)
    assert np.isnan(found.r2).any()
    assert not np.isinf(found.r2).any()
    assert found.r2[3] <= 1


def test_local_fits_can_be_cancelled() -> None:
    asked = Progress(lambda step: asked.cancel())
    with pytest.raises(Cancelled):
        find_bandwidth(*LOCAL, 0, asked)


def test_the_lines_aicc_is_that_of_gwr4() -> None:
    assert corrected_aic(2639.559476 / 159, 159, 4) == pytest.approx(908.319245, abs=1e-4)


def test_a_planted_change_of_the_coefficient_is_found_in_a_sample_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weighted, "SAMPLE", 200)
    random = np.random.default_rng(5)
    points, x = random.uniform(size=(400, 2)), random.normal(size=(400, 1))
    y = x[:, 0] * points[:, 0] + random.normal(size=400) * 0.1
    bandwidth = find_bandwidth(points, y, x, 1)
    assert bandwidth.searched == 200
    found = fit_locally(points, y, x, bandwidth.places)
    assert np.corrcoef(found.coefficients[:, 1], points[:, 0])[0, 1] > 0.95
