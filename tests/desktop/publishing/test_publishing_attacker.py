"""Whoever has everything that is published learns of a withheld count only that it is small."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_desktop.publishing.export import release_answer, release_charts, release_result
from gridloom_desktop.publishing.export.counts import suppressed
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

from .conftest import made_city

OLD, ALL = "count(person where age >= 65)", "count(person)"
MANY = (24, 31, 40, 27, 19, 38, 22, 45, 33, 26, 52, 29)
"""How many old persons live in each square that has no few of them, beside as many others."""
SMALL = {1: (4,), 2: (4, 9), 3: (0, 4, 9), 6: (0, 2, 4, 6, 9, 11)}
"""The squares with a few old persons, by their number."""
MANY_SMALL, NONE = 6, [1, 3, 5]
"""With so many squares of few old persons these have none: the others are not taken for all."""
HIGH, LOW, MIXED = (9,) * 6, (1,) * 6, (6, 1, 9, 2, 3, 5)
QUEEN = {"value": OLD, "neighbours": "queen"}
RUNS = {
    "counts": ("distribution", {"value": OLD}),
    "shares": ("distribution", {"value": OLD, "per": "share"}),
    "rates-of": ("distribution", {"value": OLD, "per": "person"}),
    "densities": ("distribution", {"value": OLD, "per": "area", "classes": "quantile"}),
    "concentration": ("concentration", {"value": OLD, "against": ALL, "within": "district"}),
    "two-groups": ("concentration", {"value": OLD, "other": ALL}),
    "compare": ("compare", {"value": OLD, "other": ALL}),
    "compare-rates": ("compare", {"value": OLD, "per": ALL, "other": ALL, "kind": "values"}),
    "population": ("population", {}),
    "mix": ("mix", {"table": "person", "by": "age:0,65", "figure": "unlikeness"}),
    "hotspots": ("hotspots", QUEEN | {"permutations": 99}),
    "outliers": ("outliers", QUEEN | {"permutations": 99}),
    "geary": ("outliers", QUEEN | {"permutations": 99, "statistic": "geary"}),
    "autocorrelation": ("autocorrelation", QUEEN | {"permutations": 99}),
    "joins": ("autocorrelation", QUEEN | {"permutations": 99, "threshold": 30,
                                          "statistic": "join-counts"}),
    "rates": ("rates", {"cases": OLD, "population": ALL, "neighbours": "queen",
                        "permutations": 99}),
    "explain": ("explain", {"value": OLD, "by": ALL, "neighbours": "queen", "local": False}),
    "scan": ("scan", {"cases": OLD, "population": ALL, "draws": 99}),
    "centre": ("centre", {"weight": OLD}),
    "quality": ("quality", {"table": "person"}),
    "apportion": ("apportion", {"source": "grid", "counts": OLD}),
    "density": ("density", {"weight": OLD, "cell": 500, "bandwidth": 3000}),
}  # fmt: skip
OF_EVENTS = {"clusters", "emerging", "isolated-or-general", "near-repeat", "pattern"}
OF_PLACES = {"neighbours"}


Cities = Callable[..., FolderStore]


@pytest.fixture(scope="module")
def with_few(tmp_path_factory: pytest.TempPathFactory) -> Cities:
    """Return a city with so many old persons in the squares of ``SMALL``, made once.

    They live there beside many others, or ``alone``.
    """

    @cache
    def made(few: Sequence[int], *, alone: bool = False) -> FolderStore:
        old = np.array(MANY)
        people = 2 * old + np.arange(12)
        squares = list(SMALL[len(few)])
        if len(few) == MANY_SMALL:
            old[NONE] = 0
        old[squares] = few
        if alone:
            people[squares] = few
        path = tmp_path_factory.mktemp("few") / "城市.gridloom"
        return made_city(path, people.tolist(), old.tolist(), "FM")

    return made


def found(store: FolderStore, name: str) -> Result:
    analysis, settings = RUNS[name]
    return run(store, analysis, settings, layer="grid")


def published(store: FolderStore, result: Result, threshold: int = 10) -> dict[str, str]:
    """Return as texts all that leaves: the answer, and its map or charts with their words."""
    answer = release_answer(result, threshold)
    texts = {f"answer {key}": text(value) for key, value in vars(answer).items()}
    try:
        drawn = vars(release_result(store, "r", result, threshold=threshold))
        texts |= {f"map {key}": text(value) for key, value in drawn.items()}
    except BadInput as refusal:
        texts["map"] = str(refusal)
    try:
        charts = vars(release_charts(result, Path("x.png"), store))
        texts |= {f"charts {key}": text(value) for key, value in charts.items()}
    except BadInput as refusal:
        texts["charts"] = str(refusal)
    return texts


def text(value: object) -> str:
    """Return all that a value holds as a text."""
    if isinstance(value, gpd.GeoDataFrame):
        value = pd.DataFrame(value).assign(shapes=value.geometry.to_wkt())
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    if isinstance(value, dict):
        return json.dumps({str(key): text(one) for key, one in value.items()})
    if isinstance(value, tuple):
        return json.dumps([text(one) for one in value])
    if hasattr(value, "frame"):
        return text(value.frame) + text(value.chart.model_dump())
    return str(value)


def telling(cities: Sequence[FolderStore], name: str, threshold: int = 10) -> set[str]:
    """Return what of all that is published is not the same for all these cities."""
    first, *others = (published(city, found(city, name), threshold) for city in cities)
    return {key for key in first for other in others if first[key] != other.get(key)}


@pytest.mark.parametrize("small", [1, 6])
@pytest.mark.parametrize("name", RUNS)
def test_all_that_leaves_is_the_same_whatever_the_withheld_counts_are(
    name: str, small: int, with_few: Cities
) -> None:
    assert not telling([with_few(HIGH[:small]), with_few(LOW[:small])], name)


@pytest.mark.slow
@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("small", SMALL)
@pytest.mark.parametrize("name", RUNS)
def test_nor_does_it_differ_with_others_alone_or_among_many(
    name: str, small: int, *, alone: bool, with_few: Cities
) -> None:
    cities = [with_few(few[:small], alone=alone) for few in (HIGH, LOW, MIXED)]
    assert not telling(cities, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_nor_with_a_higher_threshold(name: str, with_few: Cities) -> None:
    assert not telling([with_few((9, 9)), with_few((1, 6))], name, threshold=25)


def test_every_analysis_that_takes_a_measure_is_attacked() -> None:
    assert {analysis for analysis, _ in RUNS.values()} | OF_EVENTS | OF_PLACES == set(catalogue())


@pytest.mark.parametrize("name", sorted(RUNS.keys() - {"quality", "joins"}))
def test_the_attack_meets_figures_that_would_tell(name: str, with_few: Cities) -> None:
    """Without the gate the answers differ, and beyond the row of the count itself."""
    high, low = (found(with_few((few,)), name) for few in (9, 1))
    others = [one.primary.drop(index=one.primary.index[SMALL[1][0]]) for one in (high, low)]
    of_all = [(one.scalars, text(one.tables), one.summary, one.style) for one in (high, low)]
    assert of_all[0] != of_all[1] or not others[0].equals(others[1])


def test_where_the_other_areas_do_not_allow_it_only_their_own_figures_leave(
    tmp_path: Path,
) -> None:
    old = [0, 3, *([12] * 10)]
    city = made_city(tmp_path / "city.gridloom", [0, 40, *([24] * 10)], old)
    settings = {"cases": OLD, "population": ALL, "neighbours": "queen", "permutations": 99}
    shown = release_answer(run(city, "rates", settings, layer="grid"))
    assert shown.summary["en"].startswith(
        "This cannot be found from the areas that may be published alone: "
    )
    assert shown.primary["crude"].notna().sum() == 10
    assert shown.primary[["eb", "excess_risk", "z", "p"]].isna().all(axis=None)
    assert not any(value is not None for value in shown.scalars.values())


@pytest.mark.parametrize("counts", [
    [3, 12], [3, 10, 10], [9, 1, 19, 19, 19], [5, 30, 41, 22], [2, 0, 0], [7, 99, 99, 18, 4],
])  # fmt: skip
def test_no_withheld_count_of_a_table_is_narrowed_down_by_its_total(counts: list[int]) -> None:
    shown = suppressed(pd.DataFrame({"n": counts}), ["n"], 10)["n"]
    ranges = [
        [count] if count == 0 else range(1, 10) if pd.isna(told) else range(told, told + 10)
        for count, told in zip(counts, shown, strict=True)
    ]
    if shown.isna().sum() == len(counts):
        return
    possible = [each for each in product(*ranges) if sum(each) == sum(counts)]
    for row in np.flatnonzero(shown.isna()):
        assert {each[row] for each in possible} == set(range(1, 10))


def test_many_zeros_beside_withheld_counts_are_not_taken_for_all(with_few: Cities) -> None:
    shown = release_answer(found(with_few(LOW), "concentration"))
    assert shown.summary["en"].endswith("too few more, as small counts are withheld.")
    assert shown.primary["value"].notna().sum() == 6
    assert shown.primary[["share", "quotient"]].isna().all(axis=None)


def test_a_share_is_no_finer_than_one_in_what_it_is_of(with_few: Cities) -> None:
    city = with_few((3,), alone=True)
    checks = release_answer(found(city, "quality")).tables["checks"]
    assert checks[["asked", "failed", "rows"]].isna().all(axis=None)
    known = checks["share"].dropna()
    assert len(known) and (known == known.round(1)).all()
