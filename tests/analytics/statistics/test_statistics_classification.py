import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.statistics.classes.classification import METHODS, breaks


def spread_within(values: np.ndarray, bounds: np.ndarray) -> float:
    classes = np.searchsorted(bounds, values, side="left")
    return sum(((values[classes == c] - values[classes == c].mean()) ** 2).sum()
               for c in np.unique(classes))  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_jenks_is_as_good_as_the_slow_fisher_jenks(seed: int) -> None:
    values = np.random.default_rng(seed).lognormal(size=300).round(2)
    peer = mapclassify.FisherJenks(values, k=5).bins
    assert spread_within(values, breaks(values, "jenks", 5)) == pytest.approx(
        spread_within(values, peer), rel=1e-12
    )


@pytest.mark.parametrize(
    ("method", "peer"), [("quantile", mapclassify.Quantiles), ("equal", mapclassify.EqualInterval)]
)
def test_quantiles_and_equal_intervals_equal_mapclassify(method: str, peer: type) -> None:
    values = np.random.default_rng(1).normal(size=500)
    np.testing.assert_allclose(breaks(values, method, 6), peer(values, k=6).bins, rtol=1e-12)


def test_standard_deviation_classes_are_centred_on_the_mean() -> None:
    values = np.random.default_rng(2).normal(10, 2, size=1000)
    bounds = breaks(values, "std-dev", 4)
    np.testing.assert_allclose(bounds[:3], values.mean() + np.array([-1, 0, 1]) * values.std())


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_has_one_class(method: str) -> None:
    assert breaks([5.0] * 9, method, 5).tolist() == [5.0]


@pytest.mark.parametrize("method", METHODS)
def test_without_a_finite_value_there_is_no_class(method: str) -> None:
    assert breaks([np.nan, np.inf], method, 5).size == 0


@given(
    values=st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=60),
    method=st.sampled_from(METHODS),
    k=st.integers(1, 9),
)
def test_bounds_ascend_and_hold_every_value(values: list[float], method: str, k: int) -> None:
    bounds = breaks(values, method, k)
    finite = [value for value in values if np.isfinite(value)]
    assert len(bounds) <= k
    assert (np.diff(bounds) > 0).all()
    assert not finite or bounds[-1] == max(finite)


@given(values=st.lists(st.integers(-50, 50), min_size=1, max_size=60), k=st.integers(1, 6))
def test_jenks_makes_as_many_classes_as_asked_where_values_allow(values: list[int], k: int) -> None:
    assert len(breaks(values, "jenks", k)) == min(k, len(set(values)))
