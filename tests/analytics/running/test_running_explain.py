"""What goes with a value, through the same call as the command: Columbus and Georgia, bad input."""

from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

ORACLES = Path(__file__).parents[1] / "statistics" / "data" / "regression"
CRIME = {"value": "CRIME", "by": "INC,HOVAL"}


@pytest.fixture(scope="module")
def columbus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("columbus") / "columbus.gpkg"
    frame = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    frame.set_crs("EPSG:4547", allow_override=True).to_file(path)
    return path


@pytest.fixture(scope="module")
def columbus(columbus_file: Path) -> Result:
    return run(columbus_file, "explain", CRIME)


@pytest.fixture(scope="module")
def georgia(tmp_path_factory: pytest.TempPathFactory) -> Result:
    path = tmp_path_factory.mktemp("georgia") / "georgia.gpkg"
    frame = pd.read_csv(libpysal.examples.get_path("GData_utm.csv"))
    points = gpd.points_from_xy(frame.X, frame.Y, crs="EPSG:4547")
    gpd.GeoDataFrame(frame.drop(columns=["X", "Y"]), geometry=points).to_file(path)
    return run(path, "explain", {"value": "PctBach", "by": "PctRural,PctPov,PctBlack"})


def cells(path: Path, crs: str = "EPSG:4547", **columns) -> Path:
    """Write square areas in rows of ten, with columns."""
    count = len(next(iter(columns.values())))
    squares = [shapely.box(i % 10, i // 10, i % 10 + 1, i // 10 + 1) for i in range(count)]
    gpd.GeoDataFrame(columns, geometry=squares, crs=crs).to_file(path)
    return path


def said(result: Result) -> str:
    return " ".join(one["en"] for one in result.warnings)


def test_coefficients_and_residuals_equal_rs_lm(columbus: Result) -> None:
    exact, table = pd.read_csv(ORACLES / "lm.csv"), columbus.tables["coefficients"]
    for ours, theirs in {
        "coefficient": "coefficient", "std_error": "error", "p": "p", "lower": "lower",
        "upper": "upper", "robust_error": "robust_error",
    }.items():  # fmt: skip
        np.testing.assert_allclose(table[ours], exact[theirs], rtol=1e-9)
    residuals = pd.read_csv(ORACLES / "residuals.csv")
    ours = columbus.primary[["residual", "std_residual"]]
    np.testing.assert_allclose(ours, residuals, rtol=1e-9)


def test_diagnostics_equal_rs(columbus: Result) -> None:
    exact = pd.read_csv(ORACLES / "diagnostics.csv", index_col="test").drop(["r2", "adjusted_r2"])
    found = columbus.tables["diagnostics"].set_index("test").loc[exact.index]
    np.testing.assert_allclose(found, exact, rtol=1e-7)


def test_correlations_are_judged_by_independent_places(columbus: Result) -> None:
    table = columbus.tables["correlations"]
    assert (table.p > table.p_independent).all()
    assert (table.effective_n < 49).all()
    assert "49 places like their neighbours are worth" in columbus.summary["en"]


def test_neighbours_alike_in_what_is_left_over_call_for_the_model_with_them(
    columbus: Result,
) -> None:
    assert columbus.scalars["spatial_model"] == "lag"
    assert columbus.tables["spatial_model"].variable.tolist()[-1] == "spatial_lag"
    assert "What is left over is alike among neighbours" in columbus.summary["en"]


def test_what_must_not_be_read_into_it_is_said_in_both_languages(columbus: Result) -> None:
    assert "need not be cause and effect" in columbus.warnings[0]["en"]
    assert "相关未必是因果" in columbus.warnings[0]["zh"]


def test_few_places_have_no_local_coefficients_and_are_told(columbus: Result) -> None:
    assert "local" not in columbus.tables
    assert "Local coefficients need 56 places; there are 49." in said(columbus)


def test_local_coefficients_are_gwr4s_summary(georgia: Result) -> None:
    table = georgia.tables["local"].set_index("variable")
    assert georgia.scalars["bandwidth"] == 93  # GWR4 settles on 90, with a higher AICc
    exact = {"PctRural": (-0.190, -0.071), "PctPov": (-0.535, -0.065), "PctBlack": (-0.073, 0.134)}
    for name, (low, high) in exact.items():
        assert table.minimum[name] == pytest.approx(low, abs=0.02)
        assert table.maximum[name] == pytest.approx(high, abs=0.02)
    assert georgia.primary["coefficient PctRural"].notna().all()


def test_a_relation_that_differs_from_place_to_place_is_said_to(georgia: Result) -> None:
    assert "The relation differs from place to place (AICc lower by" in georgia.summary["en"]
    assert georgia.scalars["local_aicc"] < georgia.scalars["aicc"] - 3


def test_the_map_shows_places_that_depart_from_the_line(columbus: Result) -> None:
    far = columbus.primary[columbus.primary.std_residual.abs() > 2]
    assert set(far.departure) == {"high", "low"}
    assert columbus.primary.departure.eq("expected").sum() == 49 - len(far)
    assert (far.departure == "high").tolist() == (far.residual > 0).tolist()


def test_each_column_has_a_scatter_chart(columbus: Result) -> None:
    assert set(columbus.charts) == {"scatter INC", "scatter HOVAL"}
    chart = columbus.charts["scatter INC"]
    assert {chart.x, chart.series[0].column} <= set(columbus.tables[chart.table])


def test_rows_without_a_value_are_left_out_and_told(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=60)
    y = 2 * x + random.normal(size=60)
    x[3] = np.nan
    path = cells(tmp_path / "cells.gpkg", x=x, y=y)
    found = run(path, "explain", {"value": "y", "by": "x"})
    assert found.primary.loc[4].isna().all()
    assert found.scalars["n"] == 59
    assert "1 row without a value in some column, or a place, is left out" in said(found)


def test_independent_columns_are_not_said_to_go_together(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    path = cells(tmp_path / "cells.gpkg", x=random.normal(size=100), y=random.normal(size=100))
    found = run(path, "explain", {"value": "y", "by": "x"})
    assert "No correlation of “x” and “y” is shown" in found.summary["en"]
    assert "differs from place to place is not shown" in found.summary["en"]
    assert found.scalars["spatial_model"] is None


def test_columns_that_say_the_same_are_told(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    x = random.normal(size=100)
    path = cells(tmp_path / "cells.gpkg", x=x, twin=x + random.normal(size=100) / 20,
                 y=x + random.normal(size=100))  # fmt: skip
    found = run(path, "explain", {"value": "y", "by": "x,twin", "local": "false"})
    assert "The columns say much the same (greatest VIF" in said(found)


def test_a_column_that_is_zero_almost_everywhere_has_no_local_coefficient(tmp_path: Path) -> None:
    rare = np.zeros(400)
    rare[:2] = 1
    y = np.random.default_rng(2).normal(size=400)
    path = cells(tmp_path / "cells.gpkg", rare=rare, y=y)
    found = run(path, "explain", {"value": "y", "by": "rare"})
    assert "There are no local coefficients" in said(found) or "local" in found.tables
    assert np.isfinite(found.tables["coefficients"].coefficient).all()


def test_two_plain_counts_are_told_to_follow_people(city: FolderStore) -> None:
    settings = {"value": "count(person)", "by": "count(person where sex = 'F')", "local": "false"}
    found = run(city, "explain", settings)
    assert "are plain counts: they rise together where many people" in said(found)
    assert set(found.primary) - set(found.guarded) == {"departure"}
    assert set(found.tables["scatter"]) <= set(found.guarded)


def test_the_same_seed_gives_the_same_result(columbus_file: Path, columbus: Result) -> None:
    again = run(columbus_file, "explain", CRIME)
    pd.testing.assert_frame_equal(again.primary, columbus.primary)
    assert again.scalars == columbus.scalars


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"by": ""}, "bad-parameter"),
        ({"by": "INC,INC"}, "repeated-column"),
        ({"by": "INC,CRIME"}, "repeated-column"),
        ({"by": "darkness"}, "unknown-column"),
        ({"value": "darkness"}, "unknown-column"),
    ],
)
def test_bad_columns_are_told(columbus_file: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        run(columbus_file, "explain", {**CRIME, **settings})
    assert told.value.code == code
    assert told.value.hint is not None


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"x": [1, 2, 3, 4, 5, 6], "y": [1, 3, 2, 5, 4, 6]}, "too-few-rows"),
        ({"x": [1] * 20, "y": range(20)}, "constant-values"),
        ({"x": range(20), "y": [1] * 20}, "constant-values"),
        ({"x": [np.nan] * 20, "y": range(20)}, "too-few-rows"),
        ({"x": list("ab" * 10), "y": range(20)}, "not-numeric"),
        ({"x": range(20), "y": range(7, 67, 3)}, "exact-fit"),
        ({"x": [1e-300 * i for i in range(20)], "y": [1, 2] * 10}, "too-small"),
    ],
)
def test_columns_that_cannot_be_compared_are_told(tmp_path: Path, columns, code: str) -> None:
    path = cells(tmp_path / "cells.gpkg", **columns)
    with pytest.raises(BadInput) as told:
        run(path, "explain", {"value": "y", "by": "x"})
    assert told.value.code == code
    assert told.value.hint is not None


def test_a_column_that_others_add_up_to_is_named(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    young, y = random.uniform(size=30), random.normal(size=30)
    path = cells(tmp_path / "cells.gpkg", young=young, old=1 - young, y=y)
    with pytest.raises(BadInput, match="“old”"):
        run(path, "explain", {"value": "y", "by": "young,old"})


def test_distances_need_a_projected_system(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    path = cells(tmp_path / "cells.gpkg", "EPSG:4326", x=random.normal(size=30), y=range(30))
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        run(path, "explain", {"value": "y", "by": "x"})


def test_an_odd_choice_of_neighbours_is_told(columbus_file: Path) -> None:
    odd = {"neighbours": "knn", "k": 30, "local": False}
    found = run(columbus_file, "explain", {**CRIME, **odd})
    assert "30 neighbours of 49 places are half of the map or more" in said(found)


def test_with_all_places_as_neighbours_nothing_is_said_of_what_is_left_over(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    path = cells(tmp_path / "few.gpkg", a=random.normal(size=9), b=random.normal(size=9))
    with pytest.raises(BadInput) as told:
        run(path, "explain", {"value": "a", "by": "b", "neighbours": "knn", "k": 8})
    assert told.value.code == "no-neighbours"
