from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.stats import ks_2samp, mannwhitneyu, spearmanr

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

RNG = np.random.default_rng(4)
BEFORE = RNG.poisson(20, 25).astype(float)


def areas(path: Path, columns: dict, codes: range = range(25)) -> Path:
    """A file of 25 squares with the columns."""
    squares = [shapely.box(x, y, x + 1, y + 1) for y in range(5) for x in range(5)]
    frame = gpd.GeoDataFrame(
        {"code": [f"a{n}" for n in codes], **columns}, geometry=squares, crs="EPSG:4547"
    )
    frame.to_file(path, driver="GPKG")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Cases before and after: one area got far worse, one has none before, one never."""
    after = BEFORE.copy()
    after[3], after[7] = 90, 5
    before = BEFORE.copy()
    before[[7, 8]] = 0
    after[8] = 0
    columns = {"before": before, "after": after, "doubled": 2 * BEFORE, "people": 100.0,
               "half": BEFORE / 2, "flat": 1.0, "minus": -1.0, "empty": None}  # fmt: skip
    columns["empty"] = np.full(25, np.nan)
    return areas(tmp_path / "one.gpkg", columns)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another city: its areas stand in another order, one of them is not there."""
    return areas(tmp_path / "two.gpkg", {"cases": BEFORE[::-1] + 1}, range(24, -1, -1))


def test_differences_ratios_and_the_change_of_each_area(file: Path) -> None:
    found = run(file, "compare", {"value": "before", "other": "after"}).primary
    row = found.iloc[3]
    assert row["difference"] == 90 - BEFORE[3]
    assert row["ratio"] == pytest.approx(90 / BEFORE[3])
    assert row["ratio_low"] < row["ratio"] < row["ratio_high"]
    assert found["change"].value_counts().to_dict() == {"none": 23, "more": 1}


def test_areas_with_0_first_or_both_times_are_told(file: Path) -> None:
    found = run(file, "compare", {"value": "before", "other": "after"})
    assert found.primary[["ratio", "ratio_high"]].iloc[7].isna().all()
    assert found.primary["p"].iloc[7] < 0.1
    assert found.primary[["ratio", "p", "change"]].iloc[8].isna().all()
    said = " ".join(one["en"] for one in found.warnings)
    assert "1 area has 0 first" in said
    assert "1 area has 0 both times and is not tested" in said


def test_against_the_change_of_all_no_area_that_doubled_with_them_stands_out(file: Path) -> None:
    settings = {"value": "half", "other": "doubled", "kind": "auto"}
    assert "change" not in run(file, "compare", settings).primary
    settings = {"value": "before", "other": "doubled"}
    alone = run(file, "compare", settings).scalars
    together = run(file, "compare", {**settings, "expected": "overall"}).scalars
    assert alone["more"] > together["more"]


def test_rates_are_divided_by_their_own_denominators(file: Path) -> None:
    settings = {"value": "before", "other": "after", "per": "people", "times": "10"}
    found = run(file, "compare", settings)
    assert found.primary["first"].tolist()[0] == pytest.approx(BEFORE[0] / 10)
    assert "per 10 of ‘people’" in found.summary["en"]
    plain = run(file, "compare", {"value": "before", "other": "after"})
    assert found.primary["ratio_low"].tolist() == pytest.approx(
        plain.primary["ratio_low"].tolist(), nan_ok=True
    )


def test_the_ratio_of_all_together_has_an_interval(file: Path) -> None:
    found = run(file, "compare", {"value": "before", "other": "doubled"})
    figures = found.scalars
    assert figures["ratio_low"] < figures["ratio"] < figures["ratio_high"]
    assert "95 % interval" in found.summary["en"]
    assert "95% 置信区间" in found.summary["zh"]


def test_how_alike_the_maps_are_is_told_with_the_places_they_are_worth(file: Path) -> None:
    figures = run(file, "compare", {"value": "half", "other": "people", "kind": "values"}).scalars
    assert "spearman" not in figures
    figures = run(file, "compare", {"value": "half", "other": "doubled"}).scalars
    assert figures["spearman"] == pytest.approx(1)
    assert 2 < figures["spearman_effective_n"] <= 25
    assert figures["shared_top"] == 1


def test_the_rank_correlation_is_scipys(file: Path) -> None:
    found = run(file, "compare", {"value": "before", "other": "after"})
    a, b = found.primary["first"], found.primary["second"]
    assert found.scalars["spearman"] == pytest.approx(spearmanr(a, b).statistic, abs=1e-12)


def test_areas_of_another_layer_are_matched_by_their_code(file: Path, elsewhere: Path) -> None:
    settings = {"value": "doubled", "city": str(elsewhere), "city_value": "cases", "code": "code"}
    found = run(file, "compare", settings).primary
    assert found["second"].tolist() == (BEFORE + 1).tolist()


def test_without_a_code_two_cities_are_compared_as_a_whole(file: Path, elsewhere: Path) -> None:
    settings = {"value": "doubled", "city": str(elsewhere), "city_value": "cases"}
    figures = run(file, "compare", settings).scalars
    one, two = 2 * BEFORE, BEFORE + 1
    assert figures["ks"] == pytest.approx(ks_2samp(one, two).statistic)
    assert figures["mann_whitney_p"] == pytest.approx(mannwhitneyu(one, two).pvalue)
    higher = (one[:, None] > two).mean() + (one[:, None] == two).mean() / 2
    assert figures["superiority"] == pytest.approx(higher)
    assert figures["cliffs_delta"] == pytest.approx(2 * higher - 1)


def test_each_area_is_told_where_it_would_stand_in_the_other_city(
    file: Path, elsewhere: Path
) -> None:
    settings = {"value": "before", "city": str(elsewhere), "city_value": "cases"}
    found = run(file, "compare", settings)
    two, value = BEFORE + 1, found.primary["value"].iloc[0]
    expected = 100 * ((two < value).mean() + (two == value).mean() / 2)
    assert found.primary["percentile"].iloc[0] == pytest.approx(expected)
    assert found.tables["quantiles"]["second"].iloc[10] == np.median(two)
    assert "“two: two”" in found.summary["en"]


def test_the_same_measure_is_asked_of_another_workspace(city: FolderStore, tmp_path: Path) -> None:
    settings = {"value": "count(person)", "city": str(city.path)}
    figures = run(city, "compare", settings).scalars
    assert figures["superiority"] == 0.5
    assert figures["gini"] == figures["other_gini"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"value": "before"}, "nothing-to-compare"),
        ({"value": "before", "other": "empty"}, "too-few-rows"),
        ({"value": "half", "other": "after", "kind": "counts"}, "not-counts"),
        ({"value": "before", "other": "after", "per": "minus"}, "negative-denominator"),
        ({"value": "before", "other": "code"}, "not-numeric"),
        ({"value": "before", "other": "nix"}, "unknown-column"),
    ],
)
def test_what_cannot_be_compared_is_told(file: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        run(file, "compare", settings)
    assert caught.value.code == code


def test_codes_that_occur_twice_or_nowhere_are_told(file: Path, tmp_path: Path) -> None:
    settings = {"value": "before", "code": "code", "city_value": "cases"}
    twice = areas(tmp_path / "twice.gpkg", {"cases": BEFORE}, [1] * 25)
    nowhere = areas(tmp_path / "nowhere.gpkg", {"cases": BEFORE}, range(100, 125))
    for city, code in ((twice, "duplicate-code"), (nowhere, "no-match")):
        with pytest.raises(BadInput) as caught:
            run(file, "compare", {**settings, "city": str(city)})
        assert caught.value.code == code


def test_two_things_to_compare_with_are_refused(file: Path, elsewhere: Path) -> None:
    settings = {"value": "before", "other": "after", "city": str(elsewhere)}
    with pytest.raises(BadInput) as caught:
        run(file, "compare", {**settings, "city_value": "cases"})
    assert caught.value.code == "two-comparisons"


def test_in_degrees_it_is_not_told_how_alike_the_maps_are(tmp_path: Path) -> None:
    path = areas(tmp_path / "one.gpkg", {"before": BEFORE, "after": BEFORE[::-1]})
    frame = gpd.read_file(path).set_crs("EPSG:4326", allow_override=True)
    frame.to_file(path, driver="GPKG")
    found = run(path, "compare", {"value": "before", "other": "after"})
    assert "spearman" not in found.scalars
    assert "projected system" in found.warnings[-1]["en"]


def test_areas_are_worth_no_more_than_they_are_in_words(tmp_path: Path) -> None:
    board = np.indices((5, 5)).sum(axis=0).ravel() % 2 * 10.0
    path = areas(tmp_path / "one.gpkg", {"before": board + RNG.normal(size=25), "after": board})
    found = run(path, "compare", {"value": "before", "other": "after", "kind": "values"})
    assert found.scalars["spearman_effective_n"] != 25
    said = int(found.summary["en"].split("as if from ")[1].split()[0])
    assert said <= 25
