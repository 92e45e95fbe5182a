import numpy as np
import pytest

from gridloom_analytics.running import run
from gridloom_analytics.statistics.inequality.lorenz import gini
from gridloom_layers.workspace import FolderStore


def test_figures_equal_a_plain_computation(city: FolderStore) -> None:
    values = city.layer("grid").lights.dropna()
    figures = run(city, "distribution", {"value": "lights"}).scalars
    assert figures["n"] == 63
    assert figures["missing"] == 1
    assert figures["total"] == pytest.approx(values.sum())
    assert figures["sd"] == pytest.approx(values.std(ddof=0))
    assert figures["q3"] == pytest.approx(values.quantile(0.75))


def test_every_value_falls_into_the_class_that_the_legend_shows(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "P", "classes": "quantile", "k": "4"})
    assert found.primary["class"].value_counts().tolist() == [16, 16, 16, 16]
    assert found.tables["classes"]["rows"].sum() == 64
    for value, number in zip(found.primary["value"], found.primary["class"], strict=True):
        legend = found.style.classes[number - 1]
        assert legend.lower <= value <= legend.upper


def test_a_constant_has_one_class_and_says_so(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "flat"})
    assert found.primary["class"].tolist() == [1] * 64
    assert any("only 1 class" in warning["en"] for warning in found.warnings)
    assert found.scalars["gini"] == 0


@pytest.mark.parametrize("seed", range(3))
def test_gini_is_half_the_mean_difference_over_the_mean(seed: int) -> None:
    values = np.random.default_rng(seed).gamma(1, size=50)
    pairs = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(values) == pytest.approx(pairs / (2 * values.mean()))


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [-1.0, 2.0]])
def test_gini_is_not_defined_without_a_total_or_with_negative_values(values: list) -> None:
    assert gini(np.array(values)) is None


def test_figures_that_could_tell_a_small_count_of_persons_are_not_given(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "count(person)"})
    assert found.scalars["mean"] == 50
    assert found.scalars["minimum"] is found.scalars["total"] is None
    assert "All are between" not in found.summary["en"]
    assert set(found.tables["classes"].columns) - set(found.guarded) == {"number", "rows"}
