from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from gridloom_analytics.running import run
from gridloom_analytics.statistics.inequality.lorenz import gini
from gridloom_layers.errors import BadInput
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


def test_shares_are_per_cent_of_the_total(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "count(person)", "per": "share"})
    assert found.primary["value"].sum() == pytest.approx(100)
    assert found.primary["value"].iloc[0] == pytest.approx(100 * 40 / 3200)


def test_densities_are_per_square_kilometre(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "count(person)", "per": "area"})
    assert found.primary["value"].iloc[:2].tolist() == pytest.approx([40 / 0.25, 60 / 0.25])
    assert found.scalars["overall"] == pytest.approx(3200 / 16)
    assert "per km²" in found.summary["en"]


def test_rates_are_per_so_many_residents(city: FolderStore) -> None:
    women = "count(person where sex = 'F')"
    found = run(city, "distribution", {"value": women, "per": "person", "times": "100"})
    plain = run(city, "distribution", {"value": f"{women} / count(person) * 100"})
    assert found.primary["value"].tolist() == pytest.approx(plain.primary["value"].tolist())
    assert "per 100 residents" in found.summary["en"]
    assert "每 100 居住人口" in found.summary["zh"]


def test_any_column_can_be_the_denominator(city: FolderStore) -> None:
    settings = {"value": "count(person)", "denominator": "flat", "times": "3"}
    found = run(city, "distribution", settings)
    assert found.primary["value"].iloc[:2].tolist() == [40, 60]
    assert found.scalars["overall"] == 50


def test_a_share_that_is_divided_once_more_is_warned_about(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "share(person where sex = 'F')", "per": "area"})
    assert any("no plain count" in one["en"] for one in found.warnings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"value": "P", "per": "share"}, "negative-values"),
        ({"value": "flat", "denominator": "P"}, "negative-denominator"),
        ({"value": "flat", "denominator": "unknown"}, "zero-denominator"),
        ({"value": "flat", "per": "area", "denominator": "lights"}, "two-denominators"),
        ({"value": "flat", "per": "person", "denominator": "lights"}, "two-denominators"),
        ({"value": "flat", "denominator": "lights", "times": "0"}, "bad-parameter"),
    ],
)
def test_what_cannot_be_divided_is_told(city: FolderStore, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        run(city, "distribution", settings)
    assert caught.value.code == code


def test_areas_in_degrees_have_no_density(cities) -> None:
    with pytest.raises(BadInput) as caught:
        run(cities / "taipei/taipei_village.geojson", "distribution",
            {"value": "AREA", "per": "area"})  # fmt: skip
    assert caught.value.code == "needs-projected-crs"


def test_the_histogram_counts_every_area_once(city: FolderStore) -> None:
    found = run(city, "distribution", {"value": "lights"})
    chart, table = found.charts["histogram"], found.tables["histogram"]
    assert {chart.x, chart.series[0].column} <= set(table.columns)
    values = city.layer("grid").lights.dropna()
    inside = [
        ((values >= low) & (values < high)).sum()
        for low, high in zip(table["lower"], [*table["upper"][:-1], np.inf], strict=True)
    ]
    assert table["areas"].tolist() == inside
    assert len(table) == 8


def test_large_numbers_close_together_have_a_histogram_of_one_bar(tmp_path: Path) -> None:
    places = gpd.points_from_xy(range(3), range(3), crs="EPSG:4547")
    path = tmp_path / "codes.gpkg"
    gpd.GeoDataFrame({"code": [1e18, 1e18 + 256, 1e18]}, geometry=places).to_file(path)
    assert run(path, "distribution", {"value": "code"}).tables["histogram"]["areas"].tolist() == [3]


def test_values_that_mark_missing_ones_are_told(tmp_path: Path) -> None:
    places = gpd.points_from_xy(range(3), range(3), crs="EPSG:4547")
    path = tmp_path / "marked.gpkg"
    gpd.GeoDataFrame({"a": [1.0, 2.0, -np.finfo(float).max]}, geometry=places).to_file(path)
    with pytest.raises(BadInput, match="too large to compute with") as told:
        run(path, "distribution", {"value": "a"})
    assert told.value.code == "too-large"
