"""Clusters of points, as a user runs them."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sklearn.cluster import DBSCAN

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters import grouping
from gridloom_analytics.answers.clusters.answer import clusters
from gridloom_analytics.answers.clusters.charts import charts, course
from gridloom_analytics.answers.clusters.choosing import Chosen, choose_distance
from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.clusters.reach import reach
from gridloom_analytics.answers.places import placed
from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_desktop.publishing.export import export_result
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress

CRS = "EPSG:4547"
WEST, SOUTH = 500_000.0, 2_500_000.0


def square(x: float, y: float, side: float = 100, steps: int = 6) -> np.ndarray:
    """Points in a square, ``steps`` along each side."""
    along = np.linspace(0, side, steps)
    return np.array([(WEST + x + a, SOUTH + y + b) for a in along for b in along])


def town() -> np.ndarray:
    """A cluster of 49 points, one of 36, and four points alone."""
    alone = np.add((WEST, SOUTH), [(2000, 0), (0, 2000), (2500, 2500), (1200, 2400)])
    return np.concatenate([square(0, 0), square(1000, 1000, 200, 7), alone])


def layer(points: np.ndarray, crs: str | None = CRS, **columns: Any) -> Inputs:
    frame = gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(*points.T), crs=crs)
    return Inputs("calls", frame, crs)


def answer(inputs: Inputs, **settings: Any) -> Result:
    return clusters(inputs, ClusterParameters.model_validate(settings), 0, Progress())


def test_two_clusters_and_four_alone() -> None:
    found = answer(layer(town()), distance=50, fewest=4)
    assert found.primary.cluster.tolist() == [2] * 36 + [1] * 49 + [-1] * 4
    assert found.primary.membership.tolist() == ["2"] * 36 + ["1"] * 49 + ["noise"] * 4
    assert found.scalars == {"n": 89, "clusters": 2, "noise": 4, "largest": 49}
    assert found.summary["en"].startswith(
        "2 clusters hold 85 of 89 rows of “calls” (95.5 %); 4 are in none. The largest has 49 rows "
        "(55.1 %) within 0.04 km²."
    )


def test_the_table_tells_size_place_and_density() -> None:
    first = answer(layer(town()), distance=50, fewest=4).tables["clusters"].iloc[0]
    assert (first["x"], first["y"]) == pytest.approx((WEST + 1100, SOUTH + 1100))
    assert first["area_km2"] == pytest.approx(0.04)
    assert first["density"] == pytest.approx(49 / 0.04)
    assert first["share"] == pytest.approx(49 / 89)


def test_hulls_hold_their_points() -> None:
    found = answer(layer(town()), distance=50, fewest=4)
    hulls = found.shapes["hulls"].set_index("cluster").geometry
    points = gpd.GeoSeries(gpd.points_from_xy(*town().T), crs=CRS)
    for number, hull in hulls.items():
        own = (found.primary.cluster == number).to_numpy(bool)
        assert points.intersects(hull).tolist() == own.tolist()


def test_a_concave_hull_follows_a_bend() -> None:
    bend = np.concatenate([square(0, y) for y in (0, 100, 200)] + [square(100, 0), square(200, 0)])
    convex, concave = (
        answer(layer(bend), distance=50, fewest=4, hull=hull).shapes["hulls"].area.sum()
        for hull in ("convex", "concave")
    )
    assert convex == pytest.approx(70_000)
    assert concave == pytest.approx(50_000, rel=0.05)


def test_points_on_a_line_have_a_strip_and_no_density() -> None:
    line = np.column_stack([WEST + np.arange(0.0, 100, 10), np.full(10, SOUTH)])
    found = answer(layer(line), distance=15, fewest=3)
    assert np.isnan(found.tables["clusters"]["density"].iloc[0])
    assert set(found.shapes["hulls"].geom_type) <= {"Polygon", "MultiPolygon"}
    assert found.shapes["hulls"].area.iloc[0] == pytest.approx(90, rel=0.02)
    assert "at one place or along one line" in found.summary["en"]


@pytest.mark.parametrize("hull", ["convex", "concave"])
def test_rounding_gives_a_slanting_line_no_area(hull: str) -> None:
    along = np.random.default_rng(0).uniform(0, 1000, 60)
    line = np.column_stack([WEST + along, SOUTH + 0.1 * along])
    found = answer(layer(line), distance=200, fewest=3, hull=hull)
    assert found.tables["clusters"].area_km2.tolist() == [0.0]
    assert "at one place or along one line" in found.summary["en"]


def test_feet_are_measured_in_metres() -> None:
    feet = layer((town() - (WEST, SOUTH)) * (3937 / 1200), "EPSG:2274")
    found = answer(feet, distance=50, fewest=4)
    assert found.scalars["largest"] == 49
    assert found.tables["clusters"]["area_km2"].iloc[0] == pytest.approx(0.04)
    assert found.shapes["hulls"].area.iloc[0] == pytest.approx(40_000 * (3937 / 1200) ** 2)


def test_the_days_of_a_cluster_are_its_first_and_last() -> None:
    days = pd.Series(pd.date_range("2025-03-01", periods=89, freq="12h"))
    days[40] = pd.NaT
    found = answer(layer(town(), at=days), distance=50, fewest=4, time="at")
    first = found.tables["clusters"].iloc[0]
    assert str(first["first"].date()) == "2025-03-19"
    assert str(first["last"].date()) == "2025-04-12"
    assert first["days"] == 24
    assert "Its rows are from 2025-03-19 to 2025-04-12." in found.summary["en"]


def test_one_place_at_two_times_is_two_clusters_in_place_and_time() -> None:
    points = np.concatenate([square(0, 0), square(0, 0)])
    at = pd.to_datetime(["2025-01-01"] * 36 + ["2025-06-01"] * 36)
    settings = {"distance": 50, "fewest": 4, "time": "at"}
    assert answer(layer(points, at=at), **settings).scalars["clusters"] == 1
    found = answer(layer(points, at=at), method="st-dbscan", **settings)
    assert found.primary.cluster.tolist() == [1] * 36 + [2] * 36


def test_rows_without_a_time_take_no_part_in_place_and_time() -> None:
    at = pd.Series(pd.to_datetime(["2025-01-01"] * 89))
    at[5] = pd.NaT
    found = answer(layer(town(), at=at), method="st-dbscan", distance=50, fewest=4, time="at")
    assert found.primary.cluster.isna().to_numpy().nonzero()[0].tolist() == [5]
    assert any("1 row without a time" in one["en"] for one in found.warnings)


def test_events_have_their_usual_time_without_its_being_named() -> None:
    at = pd.to_datetime(["2025-01-01"] * 89)
    found = answer(layer(town(), reported_at=at), distance=50, fewest=4)
    assert "Its rows are from 2025-01-01 to 2025-01-01." in found.summary["en"]


def test_hdbscan_finds_the_two_clusters() -> None:
    found = answer(layer(town()), method="hdbscan", fewest=10)
    assert found.primary.cluster[:85].tolist() == [2] * 36 + [1] * 49


def test_parameters_that_nobody_gave_are_told() -> None:
    rng = np.random.default_rng(0)
    even = np.array([WEST, SOUTH]) + rng.uniform(0, 5000, (300, 2))
    found = answer(layer(np.concatenate([town(), even])))
    notes = " ".join(note["en"] for note in found.method.notes)
    assert "bends most (elbow)" in notes
    assert "spread evenly over their convex hull" in notes
    assert found.primary.cluster[36:85].eq(1).all()


def test_few_points_spread_evenly_are_called_clusters() -> None:
    shares = []
    for seed in range(10):
        even = np.array([WEST, SOUTH]) + np.random.default_rng(seed).uniform(0, 5000, (1000, 2))
        found = answer(layer(even))
        shares.append(1 - found.scalars["noise"] / 1000)
    assert np.mean(shares) < 0.05


def test_no_cluster_is_said_and_what_to_do() -> None:
    found = answer(layer(town()), distance=1, fewest=4)
    assert found.summary["en"].startswith("No cluster: none of 89 rows")
    assert any("Another distance" in one["en"] for one in found.warnings)
    assert len(found.tables["clusters"]) == len(found.shapes["hulls"]) == 0


def test_one_cluster_of_all_is_warned_about() -> None:
    compact = np.concatenate([square(0, 0), [(WEST + 5000, SOUTH + 5000)]])
    found = answer(layer(compact), distance=50, fewest=4)
    assert any("One cluster holds 97.3 % of the rows" in one["en"] for one in found.warnings)


def test_rows_that_share_their_place_are_warned_about() -> None:
    found = answer(layer(np.concatenate([town(), town()[:3]])), distance=50, fewest=4)
    assert any("6 of 92 rows share their exact place" in one["en"] for one in found.warnings)


def test_a_heap_at_one_place_is_warned_about() -> None:
    found = answer(layer(np.concatenate([town(), np.repeat(town()[:1], 40, axis=0)])), distance=50)
    assert any(
        "41 of 129 rows (32 %) are at one and the same point" in one["en"] for one in found.warnings
    )


def test_the_largest_seven_have_colours_of_their_own() -> None:
    many = np.concatenate([square(1000 * i, 0, 100, 6) for i in range(9)])
    style = answer(layer(many), distance=50, fewest=4).style
    assert [one.value for one in style.classes] == [*"1234567", "other", "noise"]
    assert len({one.colour for one in style.classes}) == 9


REFUSED = [
    ({"method": "st-dbscan"}, "asks for a column of times"),
    ({"method": "st-dbscan", "time": "never"}, "has no value in any row"),
    ({"time": "v"}, "does not hold days or times"),
    ({"time": "nobody"}, "has no column “nobody”"),
    ({"fewest": 1}, "has at least two points"),
    ({"fewest": 90}, "89 rows have no cluster of at least 90"),
    ({"distance": 1e-9}, "too short for how far the rows lie apart"),
]


@pytest.mark.parametrize(("settings", "said"), REFUSED)
def test_what_cannot_be_used_is_told(settings: dict, said: str) -> None:
    never = pd.Series(pd.NaT, index=range(89), dtype="datetime64[ns]")
    with pytest.raises(BadInput, match=said) as told:
        answer(layer(town(), v=range(89), never=never), **settings)
    assert told.value.hint is not None


def test_degrees_and_too_few_rows_are_told() -> None:
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        answer(layer(np.random.default_rng(0).uniform(10, 11, (9, 2)), "EPSG:4326"))
    with pytest.raises(BadInput, match="Only 3 rows have a place"):
        answer(layer(town()[:3]))
    at = pd.Series(pd.to_datetime(["2025-01-01"] * 89)).where(np.arange(89) < 3)
    with pytest.raises(BadInput, match="Only 3 rows have a place and a time"):
        answer(layer(town(), at=at), method="st-dbscan", time="at")


def test_heaps_that_suggest_no_distance_are_told() -> None:
    heap = np.repeat(town()[-2:], 20, axis=0)
    with pytest.raises(BadInput, match="no distance suggests itself"):
        answer(layer(heap))


def test_too_many_rows_for_hdbscan_are_told(monkeypatch) -> None:
    monkeypatch.setattr(grouping, "MOST_HDBSCAN", 50)
    with pytest.raises(BadInput, match="89 are too many"):
        answer(layer(town()), method="hdbscan")


def test_a_result_is_written_with_its_hulls_and_days(tmp_path: Path) -> None:
    inputs = layer(town(), at=pd.date_range("2025-03-01", periods=89))
    found = answer(inputs, distance=50, fewest=4, time="at")
    export_result(found, inputs.layer, tmp_path / "簇.gpkg")
    assert len(gpd.read_file(tmp_path / "簇.gpkg", layer="hulls")) == 2
    table = gpd.read_file(tmp_path / "簇.gpkg", layer="clusters")
    assert pd.to_datetime(table["first"]).dt.date.astype(str).tolist()[1] == "2025-03-01"


def test_everything_said_exists_in_two_languages() -> None:
    at = pd.date_range("2025-03-01", periods=89)
    for method in ("dbscan", "st-dbscan", "hdbscan"):
        found = answer(layer(town(), at=at), method=method, time="at")
        said = [found.summary, found.method.name, *found.method.notes, *found.warnings]
        said += [found.style.title, *(one.label for one in found.style.classes)]
        assert all(text["zh"] != text["en"] for text in said)


def test_requests_of_boston_are_the_clusters_of_scikit_learn(cities: Path, tmp_path: Path) -> None:
    calls = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", low_memory=False)
    calls = calls[calls.TYPE == "Graffiti Removal"].reset_index(drop=True)
    places = gpd.GeoSeries(gpd.points_from_xy(calls.LONGITUDE, calls.LATITUDE), crs="EPSG:4326")
    metric = places.to_crs("EPSG:26986")
    metric.to_frame("geometry").to_file(tmp_path / "calls.gpkg")
    found = run(tmp_path / "calls.gpkg", "clusters", {"distance": 100, "fewest": 10}).primary
    theirs = DBSCAN(eps=100, min_samples=10).fit(np.column_stack([metric.x, metric.y]))
    core = theirs.core_sample_indices_
    pairs = pd.DataFrame({"a": found.cluster.to_numpy()[core], "b": theirs.labels_[core]})
    assert ((found.cluster == -1).to_numpy() == (theirs.labels_ == -1)).all()
    assert len(pairs.drop_duplicates()) == pairs.a.nunique() == pairs.b.nunique() > 5


def test_the_order_of_rows_changes_nothing() -> None:
    order = np.random.default_rng(0).permutation(89)
    found = answer(layer(town()), distance=50, fewest=4)
    shuffled = answer(layer(town()[order]), distance=50, fewest=4)
    assert shuffled.primary.cluster.tolist() == found.primary.cluster.iloc[order].tolist()
    assert_frame_equal(shuffled.tables["clusters"], found.tables["clusters"])


DIAGONAL = 10_000 / 29 * np.sqrt(2)
"""The distance of a lattice's points to the seventh, themselves counted."""


def chosen(parted_labels: np.ndarray) -> Chosen:
    """Choose a distance for a lattice that is one cluster until the distance is 60 % of it."""
    inputs = layer(square(0, 0, 10_000, 30))
    whole = np.ones(900, dtype=np.int64)
    seen: list[float] = []

    def find(distance: float) -> tuple[np.ndarray, int]:
        seen.append(distance)
        return (parted_labels if distance < 0.6 * seen[0] else whole), 4

    return choose_distance(inputs, Events(placed(inputs), None), find)


def test_a_cluster_over_the_whole_city_is_parted_by_a_shorter_distance() -> None:
    found = chosen(np.repeat(np.arange(1, 31), 30))
    assert found.distance == pytest.approx(DIAGONAL * 0.8**3)
    assert (found.labels == 1).sum() == 30
    assert "one would hold 100 % of the rows within 100 km²" in str(found.why)


def test_it_is_not_parted_where_the_second_largest_would_be_as_wide() -> None:
    inputs = layer(np.concatenate([square(0, 0, 500, 30), square(5_000, 5_000, 9_000, 25)]))
    labels = np.repeat([1, 2], [900, 625])
    found = choose_distance(inputs, Events(placed(inputs), None), lambda _: (labels, 4))
    assert "bends most (elbow)" in str(found.why)
    assert reach(placed(inputs).points, labels).number == 2


def test_a_cluster_that_would_dissolve_is_not_parted() -> None:
    found = chosen(np.full(900, -1))
    assert found.distance == pytest.approx(DIAGONAL)
    assert "bends most (elbow)" in str(found.why)


def test_a_cluster_over_the_whole_city_is_told_with_what_to_change() -> None:
    found = answer(layer(square(0, 0, 10_000, 30)), distance=400, fewest=4)
    assert found.scalars["largest"] == 900
    assert found.warnings[-1]["en"] == (
        "Cluster 1 reaches over 100 % of the outline of all rows and so says little about "
        "where: set a shorter distance to neighbours, or more points that make a cluster."
    )


def test_hdbscan_is_not_told_to_change_a_distance_that_it_has_not() -> None:
    rng, ends = np.random.default_rng(1), np.repeat([[0, 0], [9_000, 9_000]], 80, axis=0)
    points = np.add((WEST, SOUTH), ends) + rng.normal(0, 999, (160, 2))
    wide = answer(layer(points), method="hdbscan")
    told = " ".join(one["en"] for one in wide.warnings)
    assert "try another number of points that make a cluster, or DBSCAN" in told
    assert "shorter distance" not in told


def test_a_dense_town_in_an_empty_county_is_not_told_to_be_too_wide() -> None:
    found = answer(layer(town()), distance=50, fewest=4)
    assert not any("reaches over" in one["en"] for one in found.warnings)


def test_the_course_counts_the_events_of_each_cluster_by_day() -> None:
    labels, moments = (
        np.array([1, 1, 1, 2, 2, -1, 1]),
        np.array([9.2, 9.9, 11, 10, 10.5, 9, np.nan]),
    )
    table = course(moments, labels)
    assert table is not None
    assert [str(day.date()) for day in table["begins"]] == [
        "1970-01-10",
        "1970-01-11",
        "1970-01-12",
    ]
    assert (table["cluster_1"].tolist(), table["cluster_2"].tolist()) == ([2, 0, 1], [0, 2, 0])


@pytest.mark.parametrize(
    ("last", "begins", "step"), [(200, "1969-12-29", "week"), (3000, "1970-01-01", "month")]
)
def test_a_longer_course_is_by_the_week_from_monday_or_by_the_month(
    last: int, begins: str, step: str
) -> None:
    moments = np.array([1.5, last])
    table = course(moments, np.array([1, 1]))
    assert table is not None
    assert str(table["begins"].iloc[0].date()) == begins
    assert table["cluster_1"].sum() == 2
    assert charts(table, table)["course"].y_title["en"] == f"events by {step}"


def test_there_is_no_course_without_times_or_clusters() -> None:
    nothing = [
        (None, [1, 1]),
        ([1.0, 9.0], [-1, -1]),
        ([np.nan, np.nan], [1, 1]),
        ([1.1, 1.2], [1, 1]),
    ]
    found = [
        course(None if when is None else np.array(when), np.array(labels))
        for when, labels in nothing
    ]
    assert found == [None] * 4
