"""The scan statistic against what SaTScan found, for each of the three models.

Where the data, SaTScan's settings and its results are from: `oracles/scan_satscan.md`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.statistics.scanning.clusters import Cluster, clusters
from gridloom_analytics.statistics.scanning.likelihood import HIGH, likelihood_ratio
from gridloom_analytics.statistics.scanning.scan import Scanned, scan
from gridloom_analytics.statistics.scanning.study import Study, Windows

ORACLES = Path(__file__).parents[1] / "oracles"
DRAWS = 999


@dataclass(frozen=True)
class Told:
    """A cluster as SaTScan tells it: places by their number in the file, the centre first."""

    places: tuple[int, ...]
    radius: float
    cases: int
    expected: float
    risk: float
    ratio: float
    p: float


def relative_risk(one: Cluster, total: int) -> float:
    return (one.cases / one.expected) / ((total - one.cases) / (total - one.expected))


def assert_as_told(one: Cluster, told: Told, study: Study, numbers: np.ndarray) -> None:
    assert set(numbers[one.places]) == set(told.places)
    assert one.radius == pytest.approx(told.radius, abs=0.005)
    assert one.cases == told.cases
    assert one.expected == pytest.approx(told.expected, abs=0.005)
    assert relative_risk(one, study.total) == pytest.approx(told.risk, abs=0.005)
    assert one.ratio == pytest.approx(told.ratio, abs=1e-6)


def p_error(p: float) -> float:
    """Four standard errors of the difference of two p-values, both of as many draws."""
    return 4 * np.sqrt(2 * max(p, 1 / DRAWS) * (1 - p) / DRAWS)


# Bernoulli: medieval graves, 30 of 143 with missing teeth

GRAVES = [
    Told((126, 124, 125, 132, 120, 113, 140, 141, 112, 41, 136, 30, 133, 108, 31, 143, 110, 139,
          75), 1359.71, 11, 3.99, 3.78, 7.419340, 0.050),
    Told((66, 89, 71), 362.46, 3, 0.63, 5.19, 4.808517, 0.665),
    Told((77, 78), 1.00, 2, 0.42, 5.04, 3.177442, 0.997),
]  # fmt: skip


@pytest.fixture(scope="module")
def graves() -> tuple[Study, Scanned]:
    table = pd.read_csv(ORACLES / "scan_graves.csv")
    affected = table.affected.to_numpy(np.int64)[:, None]
    study = Study.bernoulli(table[["x", "y"]].to_numpy(float), affected, np.ones_like(affected))
    return study, scan(study, Windows.over(1, 0.5, 1), DRAWS)


@pytest.mark.parametrize("rank", range(3))
def test_the_clusters_of_graves_are_those_of_satscan(
    graves: tuple[Study, Scanned], rank: int
) -> None:
    study, found = graves
    assert_as_told(found.clusters[rank], GRAVES[rank], study, np.arange(1, 144))
    p = found.p(found.clusters[rank])
    assert p == pytest.approx(GRAVES[rank].p, abs=p_error(p))


# Poisson: leukaemia in 281 tracts of upstate New York, 1978-82

LEUKAEMIA = [
    Told((52, 50, 37, 49, 38, 48, 53, 39, 15, 47, 51, 1, 40, 44, 16, 2, 55, 36, 14, 43, 13, 45, 3,
          35, 17, 11, 12, 46), 0.087, 100, 58.28, 1.87, 14.083511, 0.00015),
    Told((89, 88, 87, 84, 90, 86, 92, 85), 0.13, 38, 17.79, 2.22, 9.019716, 0.016),
    Told((112, 113, 115, 111, 116, 219, 117, 123, 218, 114, 122, 110, 124, 220, 118, 133, 121, 125,
          216, 120, 134, 217, 126, 139, 215, 132, 141, 140, 127, 142, 138, 131, 119), 0.040, 64,
         40.85, 1.64, 6.114140, 0.248),
    Told((62, 64, 67, 65), 0.061, 25, 12.82, 1.99, 4.651839, 0.645),
    Told((266, 281, 267, 265), 0.026, 12, 5.14, 2.37, 3.363518, 0.965),
    Told((166, 159, 167), 0.012, 11, 4.61, 2.41, 3.209485, 0.982),
]  # fmt: skip


def tracts() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "scan_ny_leukaemia.csv").merge(
        pd.read_csv(ORACLES / "scan_ny_centroids.csv"), on="tract"
    )


def of_tracts(east: str, north: str) -> Study:
    table = tracts()
    people, cases = table.population.to_numpy(float), table.cases.to_numpy(np.int64)[:, None]
    return Study.poisson(table[[east, north]].to_numpy(float), cases, people[:, None], people)


@pytest.fixture(scope="module")
def leukaemia() -> tuple[Study, Scanned]:
    study = of_tracts("longitude", "latitude")  # degrees as plain numbers, as SaTScan was told
    return study, scan(study, Windows.over(1, 0.5, 1), DRAWS)


@pytest.mark.parametrize("rank", range(6))
def test_the_clusters_of_leukaemia_are_those_of_satscan(
    leukaemia: tuple[Study, Scanned], rank: int
) -> None:
    study, found = leukaemia
    one = found.clusters[rank]
    if rank == 3:  # the same four tracts in two circles: SaTScan takes the wider one
        one = Cluster(**{**vars(one), "radius": LEUKAEMIA[3].radius})
    assert_as_told(one, LEUKAEMIA[rank], study, np.arange(1, 282))
    assert found.p(one) == pytest.approx(LEUKAEMIA[rank].p, abs=p_error(found.p(one)))


SMALL = [
    ((49, 48, 50, 47, 1, 15, 51, 2, 13, 14, 3, 35, 16, 52, 36, 37, 12, 11, 5, 17, 10, 4, 6, 38, 18,
      9), 95249, 85, 49.71, 1.84, 11.577255),
    ((89, 88, 87, 84, 90, 86, 92, 85), 34083, 38, 17.79, 2.22, 9.019716),
    ((166, 159, 167), 8839, 11, 4.61, 2.41, 3.209485),
]  # fmt: skip
"""With up to a tenth of the population: tracts, population, cases, expected, risk, ratio."""


@pytest.mark.parametrize(("members", "people", "cases", "expected", "risk", "ratio"), SMALL)
def test_windows_have_the_ratios_of_satscan(
    members: tuple[int, ...], people: int, cases: int, expected: float, risk: float, ratio: float
) -> None:
    study = of_tracts("x", "y")
    inside = np.array(members) - 1
    due = study.expected[inside].sum()
    assert (study.weight[inside].sum(), study.cases[inside].sum()) == (people, cases)
    assert due == pytest.approx(expected, abs=0.005)
    assert (cases / due) / ((552 - cases) / (552 - due)) == pytest.approx(risk, abs=0.005)
    found = likelihood_ratio(cases, due, study.total, study.people, HIGH)
    assert found == pytest.approx(ratio, abs=1e-6)


# Space-time permutation: fever in New York City, November 2001, alive on the last day

DAYS = 24
FEVER = [
    ({11418, 11415, 11419, 11435, 11416, 11421, 11451, 11375, 11417}, 22, 4, 0.67, 5.97),
    ({11372}, 24, 2, 0.16, 12.13),
    ({10472}, 23, 2, 0.29, 6.81),
]
"""ZIP codes, the first day (the last one is the 24th), cases, expected, their ratio."""


@pytest.fixture(scope="module")
def fever() -> tuple[pd.DataFrame, Study]:
    table = pd.read_csv(ORACLES / "scan_nyc_fever.csv", dtype={"days": str}).fillna({"days": ""})
    cases = np.zeros((len(table), DAYS), dtype=np.int64)
    for row, days in enumerate(table.days):
        np.add.at(cases[row], [int(day) - 1 for day in days.split()], 1)
    east = np.radians(table.longitude) * np.cos(np.radians(40.75))
    points = 6_371_000 * np.column_stack([east, np.radians(table.latitude)])
    return table, Study.permutation(points, cases)


@pytest.mark.parametrize("rank", range(3))
def test_the_clusters_of_fever_are_those_of_satscan(
    fever: tuple[pd.DataFrame, Study], rank: int
) -> None:
    table, study = fever
    alive = Windows(0.5, np.arange(DAYS - 7, DAYS), np.full(7, DAYS - 1), radius=3_000)
    one = clusters(study, alive, 3)[rank]
    zips, first, cases, expected, ratio = FEVER[rank]
    assert set(table.zip[one.places]) == zips
    assert (one.start + 1, one.end + 1, one.cases) == (first, DAYS, cases)
    assert one.expected == pytest.approx(expected, abs=0.006)
    assert one.cases / one.expected == pytest.approx(ratio, abs=0.006)


# Sudden infant deaths


def test_sudden_infant_deaths_cluster_in_the_south_and_the_north_east() -> None:
    """The counties that Kulldorff 1997 is known to name; its table was not at hand."""
    counties = pd.read_csv(ORACLES / "scan_nc_sids.csv")
    births, deaths = counties.births.to_numpy(float), counties.deaths.to_numpy(np.int64)
    study = Study.poisson(
        counties[["east", "north"]].to_numpy(float), deaths[:, None], births[:, None], births
    )
    found = scan(study, Windows.over(1, 0.5, 1), DRAWS)
    named = [set(counties.name[one.places]) for one in found.clusters[:2]]
    assert named[0] == {"Bladen", "Columbus", "Hoke", "Robeson", "Scotland"}
    assert named[1] == {"Halifax", "Hertford", "Northampton"}
    assert max(found.p(one) for one in found.clusters[:2]) <= 0.01
