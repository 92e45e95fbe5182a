"""Rates through the same call as the command, against R on published data, and bad input."""

from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import pearsonr

from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

ORACLES = Path(__file__).parents[1] / "statistics" / "data" / "rates"
SIDS = {"cases": "SID74", "population": "BIR74", "per": "1000", "permutations": "0"}


@pytest.fixture(scope="module")
def carolina() -> Path:
    return Path(libpysal.examples.get_path("sids2.shp"))


def areas(path: Path, **columns) -> Path:
    """Write square areas in rows of ten, with columns."""
    count = len(next(iter(columns.values())))
    cells = [shapely.box(i % 10, i // 10, i % 10 + 1, i // 10 + 1) for i in range(count)]
    gpd.GeoDataFrame(columns, geometry=cells, crs="EPSG:4547").to_file(path)
    return path


def of_counts(tmp_path: Path, cases, people, **settings) -> Result:
    path = areas(tmp_path / "cells.gpkg", n=cases, people=people)
    given = {"cases": "n", "population": "people", "permutations": 0, **settings}
    return run(path, "rates", given)


def said(result: Result) -> str:
    return " ".join(one["en"] for one in result.warnings)


def test_rates_equal_spdep(carolina: Path) -> None:
    found = run(carolina, "rates", SIDS).primary
    spdep = pd.read_csv(ORACLES / "sids.csv").set_axis(found.index)
    ours = found[["crude", "eb", "spatial_eb"]] / 1000
    np.testing.assert_allclose(ours, spdep[["raw", "eb", "local"]], rtol=1e-9)
    np.testing.assert_allclose(found.excess_risk, spdep.relative / 100, rtol=1e-9)
    np.testing.assert_allclose(found.eb_index, spdep["index"], rtol=1e-9)


def test_the_clustering_is_that_of_spdep(carolina: Path) -> None:
    figures = run(carolina, "rates", {**SIDS, "permutations": "999"}).scalars
    spdep = pd.read_csv(ORACLES / "rates_global.csv", index_col="set").loc["sids"]
    assert figures["i"] == pytest.approx(spdep.moran, rel=1e-9)
    assert figures["p_sim"] == pytest.approx(spdep.p, abs=4 * np.sqrt(2 * spdep.p / 999))


def test_the_counties_of_the_published_cluster_are_hot(carolina: Path) -> None:
    found = run(carolina, "rates", {**SIDS, "permutations": 99_999})
    names = gpd.read_file(carolina).NAME[(found.primary.bin >= 2).to_numpy()]
    assert {"Northampton", "Bertie"} <= set(names)  # Cressie & Chan 1989
    assert "The hottest: Northampton" in found.summary["en"]


def test_a_count_that_shows_where_people_are_is_told(carolina: Path) -> None:
    found = run(carolina, "rates", SIDS)
    frame = gpd.read_file(carolina)
    share = pearsonr(frame.SID74, frame.BIR74).statistic ** 2
    assert found.scalars["explained_by_population"] == pytest.approx(share, rel=1e-12)
    assert f"{100 * share:.0f} % of the variation of “SID74”" in said(found)


def test_where_people_live_is_no_hot_spot_of_the_rate(tmp_path: Path) -> None:
    many = np.where(np.isin(np.arange(100), [0, 1, 2, 10, 11, 12, 20, 21, 22]), 50_000, 2_000)
    cases = np.random.default_rng(1).poisson(many * 0.01)
    path = areas(tmp_path / "cells.gpkg", n=cases, people=many)
    assert run(path, "hotspots", {"value": "n", "permutations": 0}).scalars["hot"] >= 9
    rates = run(path, "rates", {"cases": "n", "population": "people", "permutations": 0})
    assert rates.scalars["hot"] == 0
    assert "does not show that the risk is the same everywhere" in rates.summary["en"]


def test_all_figures_of_few_people_are_guarded(city: FolderStore) -> None:
    women = "count(person where sex = 'F')"
    settings = {"cases": women, "population": "count(person)", "permutations": 9}
    found = run(city, "rates", settings)
    assert set(found.primary) - set(found.guarded) == {"bin", "neighbour_count", "island"}
    assert set(found.tables["funnel"]) <= set(found.guarded)
    assert found.persons is not None
    assert found.primary.crude.iloc[0] == pytest.approx(10_000)  # all women there


def test_no_total_of_persons_is_said(city: FolderStore) -> None:
    women = "count(person where sex = 'F')"
    found = run(city, "rates", {"cases": women, "population": "count(person)", "permutations": 9})
    assert "about 5,700 overall" in found.summary["en"]  # 1,825 of 3,200
    assert "1,825" not in found.summary["en"]


def test_the_map_shows_hot_spots_or_the_smoothed_rate(carolina: Path) -> None:
    hot, rate = (run(carolina, "rates", {**SIDS, "show": show}) for show in ("hotspots", "rate"))
    assert hot.style is not None
    assert rate.style is not None
    assert (hot.style.column, rate.style.column) == ("bin", "eb")
    assert (rate.style.classify(rate.primary.eb) >= 0).all()


AGES = {
    "cases_by_age": ",".join(f"c.{age}" for age in range(1, 7)),
    "population_by_age": ",".join(f"p.{age}" for age in range(1, 7)),
}


@pytest.fixture(scope="module")
def births(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Children with Down syndrome by birth order, as areas, and mother's age (Fleiss 1981)."""
    frame = pd.read_csv(ORACLES / "ages.csv")
    columns = {name: frame[name] for name in frame.filter(regex=r"^[cp]\.\d")}
    cases, people = (frame.filter(regex=rf"^{one}\.").sum(axis=1) for one in "cp")
    path = tmp_path_factory.mktemp("births") / "births.gpkg"
    return areas(path, n=cases, people=people, few=cases / 2, **columns)


def aged(path: Path, **settings) -> Result:
    given = {"cases": "n", "population": "people", "per": 1e5, "permutations": 0, **AGES}
    return run(path, "rates", {**given, **settings})


def test_rates_by_age_equal_epitools(births: Path) -> None:
    average = pd.read_csv(ORACLES / "ages.csv").filter(regex=r"^p\.").mean()
    found = aged(births, standard="given", weights=",".join(map(str, average))).primary
    exact = pd.read_csv(ORACLES / "ages.csv").set_axis(found.index)
    ours = found[["standardised_rate", "standardised_lower", "standardised_upper"]] / 1e5
    np.testing.assert_allclose(ours, exact[["adj.rate", "lci", "uci"]], rtol=1e-9)
    ratio = found[["expected_cases", "smr", "smr_lower", "smr_upper"]]
    np.testing.assert_allclose(ratio, exact[["exp", "sir", "lower", "upper"]], rtol=1e-9)


def test_the_citys_own_ages_are_the_default_standard(births: Path) -> None:
    average = pd.read_csv(ORACLES / "ages.csv").filter(regex=r"^p\.").sum()
    given = aged(births, standard="given", weights=list(average)).primary
    pd.testing.assert_frame_equal(aged(births).primary, given)


def test_with_ages_the_hot_spots_are_of_what_age_does_not_explain(births: Path) -> None:
    found = aged(births)
    index = found.primary.eb_index
    assert np.sign(index).tolist() == np.sign(found.primary.smr - 1).tolist()
    assert "with ages taken into account" in found.summary["en"]


def test_age_groups_that_do_not_add_up_are_told(births: Path) -> None:
    warned = said(aged(births, cases="few"))
    assert "The age groups add up to 200 % of all cases." in warned


def test_the_world_standard_needs_first_ages(births: Path) -> None:
    found = aged(births, standard="who", ages="0,20,25,30,35,40")
    assert any("WHO" in note["en"] for note in found.method.notes)
    with pytest.raises(BadInput, match="the first age of each of the 6 groups"):
        aged(births, standard="who", ages="0,20")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"cases_by_age": "c.1"}, "unlike-age-groups"),
        ({"cases_by_age": "c.1", "population_by_age": "p.1"}, "unlike-age-groups"),
        ({"cases_by_age": ""}, "unlike-age-groups"),
        ({"standard": "given"}, "bad-standard"),
        ({"standard": "given", "weights": "1,2"}, "bad-standard"),
        ({"standard": "given", "weights": "1,2,3,4,5,-6"}, "bad-standard"),
        ({"weights": "1,2,3,4,5,6"}, "bad-standard"),
        ({"weights": "many"}, "bad-parameter"),
        ({"per": "0"}, "bad-parameter"),
        ({"cases": "darkness"}, "unknown-column"),
    ],
)
def test_bad_settings_are_told(births: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        aged(births, **settings)
    assert told.value.code == code
    assert told.value.hint is not None


@pytest.mark.parametrize(
    ("cases", "people", "code"),
    [
        ([1, -2, 3, 4], [9, 9, 9, 9], "negative-values"),
        ([1, 2, 3, 4], [9, 9, -9, 9], "negative-values"),
        ([0, 0, 0, 0], [9, 9, 9, 9], "no-cases"),
        ([1, 2, 3, 4], [0, 0, 0, 0], "no-population"),
        ([1, 2, 3, 4], [9, 9, 0, 0], "too-few-rows"),
        ([1, 2, 3, 4], [10, 20, 30, 40], "constant-values"),
        ([1.0, 2, np.nan, np.nan], [np.nan, np.nan, 3, 4], "no-population"),
        (list("abcd"), [9, 9, 9, 9], "not-numeric"),
    ],
)
def test_counts_without_rates_are_told(tmp_path: Path, cases, people, code: str) -> None:
    with pytest.raises(BadInput) as told:
        of_counts(tmp_path, cases, people)
    assert told.value.code == code
    assert told.value.hint is not None


def test_rows_without_people_have_no_rate_and_are_told(tmp_path: Path) -> None:
    cases, people = [5, 0, 1, 2, 3, np.nan], [0, 0, 9, 9, 9, 9]
    found = of_counts(tmp_path, cases, people)
    assert found.primary.crude.notna().tolist() == [False, False, True, True, True, False]
    assert "1 place has cases but no people, so no rate: its cases count" in said(found)
    assert "5" not in said(found)  # so few may be persons
    assert "1 place where nobody lives has no rate" in said(found)
    assert "1 row without a value is left out" in said(found)
    assert found.scalars["cases"] == 6


def test_more_cases_than_people_are_told(tmp_path: Path) -> None:
    warned = said(of_counts(tmp_path, [12, 1, 2, 3], [9, 9, 9, 9]))
    assert "1 place has more cases than people" in warned


def test_rates_that_chance_explains_are_all_the_overall_rate(tmp_path: Path) -> None:
    found = of_counts(tmp_path, [10, 11, 9, 10, 10], [1000] * 5)
    np.testing.assert_allclose(found.primary.eb, 100)
    assert "differ no more than chance" in said(found)


def test_a_place_with_nobody_in_an_age_group_has_a_ratio_only(tmp_path: Path) -> None:
    columns = {"c1": [1, 2, 3, 4], "c2": [0, 5, 6, 7], "p1": [90, 80, 70, 60], "p2": [0, 9, 9, 9]}
    cases = [1, 7, 9, 11]
    path = areas(tmp_path / "cells.gpkg", n=cases, people=[90, 89, 79, 69], **columns)
    found = aged(path, cases_by_age="c1,c2", population_by_age="p1,p2")
    assert found.primary.standardised_rate.isna().tolist() == [True, False, False, False]
    assert found.primary.smr.notna().all()
    assert "1 place has nobody in some age group" in said(found)


def test_a_place_whose_ages_are_unknown_is_compared_with_nobody(tmp_path: Path) -> None:
    columns = {"c1": [1, 2, 3, 4, 3], "c2": [0, 5, 6, 7, np.nan], "p": [90, 80, 70, 60, 50]}
    path = areas(tmp_path / "cells.gpkg", n=[1, 7, 9, 11, 3], people=[180, 160, 140, 120, 100],
                 **columns)  # fmt: skip
    found = aged(path, cases_by_age="c1,c2", population_by_age="p,p")
    assert found.primary.loc[5, ["standardised_rate", "smr", "z", "bin"]].isna().all()
    assert found.primary.loc[5, "crude"] == 3e5 / 100
    assert "1 place lacks an age group" in said(found)


def test_an_odd_choice_of_neighbours_is_told(tmp_path: Path) -> None:
    odd = {"neighbours": "knn", "k": 3}
    found = of_counts(tmp_path, [1, 2, 3, 4, 5, 6], [9, 9, 9, 9, 9, 9], **odd)
    assert "3 neighbours of 6 places are half of the map or more" in said(found)


def test_the_same_seed_gives_the_same_result(carolina: Path) -> None:
    given = {**SIDS, "permutations": "199"}
    first, again = (run(carolina, "rates", given, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(first.primary, again.primary)
    assert first.scalars == again.scalars


def test_p_is_told_once_in_both_languages(carolina: Path) -> None:
    found = run(carolina, "rates", {**SIDS, "permutations": "99"})
    assert all("p = 0.01" in found.summary[one] for one in ("en", "zh"))
    assert "p = p" not in found.summary["zh"]


def test_three_places_have_hot_spots_but_no_likeness_of_all(tmp_path: Path) -> None:
    found = of_counts(tmp_path, [1, 2, 9], [50, 60, 70], permutations=9)
    assert found.scalars["i"] is None


def test_places_with_ages_that_have_no_neighbour_left_are_told(tmp_path: Path) -> None:
    young = [1, np.nan, 2, np.nan, 3, np.nan, 4]
    columns = {"n": [5] * 7, "people": [90, 80, 70, 60, 50, 40, 30], "young": young,
               "old": [2.0] * 7, "younger": [30.0] * 7, "older": [40.0] * 7}  # fmt: skip
    path = areas(tmp_path / "row.gpkg", **columns)
    groups = {"cases_by_age": "young,old", "population_by_age": "younger,older"}
    with pytest.raises(BadInput):
        run(path, "rates", {"cases": "n", "population": "people", "permutations": 9, **groups})
