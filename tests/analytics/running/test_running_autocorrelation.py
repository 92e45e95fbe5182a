"""Global autocorrelation through the same call as the command."""

from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pytest
import shapely

from gridloom_analytics.answers.colours import coloured_sites
from gridloom_analytics.preparing.workspace import workspace_inputs
from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

COLUMBUS = Path(libpysal.examples.get_path("columbus.shp"))
PUBLISHED = {
    "moran": ("i", 0.500188557, 5.589383),
    "geary": ("c", 0.540528203, 4.743062),
    "general-g": ("g", 0.127807457, 4.638151),
}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chessboard of 36 cells with numbers, marks and texts, and one cell far away."""
    places = [(x, y) for y in range(6) for x in range(6)] + [(99, 99)]
    cells = [shapely.box(x, y, x + 1, y + 1) for x, y in places]
    black = [bool((x + y) % 2) for x, y in places]
    columns = {
        "v": np.random.default_rng(0).normal(size=37),
        "below": np.arange(37.0) - 20,
        "black": black,
        "side": ["west" if x < 3 else "east" for x, _ in places],
        "rising": np.arange(37.0),
        "alone": [0.0] * 36 + [1.0],
    }
    path = tmp_path_factory.mktemp("board") / "board.gpkg"
    gpd.GeoDataFrame(columns, geometry=cells, crs="EPSG:4547").to_file(path)
    return path


def rook(path: Path, **settings: object):
    return run(path, "autocorrelation", {"neighbours": "rook", "permutations": 999, **settings})


@pytest.mark.parametrize("statistic", PUBLISHED)
def test_columbus_has_the_published_figures(statistic: str) -> None:
    name, value, z = PUBLISHED[statistic]
    settings = {"value": "CRIME", "neighbours": "queen", "statistic": statistic}
    found = run(COLUMBUS, "autocorrelation", settings).scalars
    assert found[name] == pytest.approx(value, abs=5e-10)
    assert found["z"] == pytest.approx(z, abs=5e-7)
    assert found["p_sim"] == 2 / 10_000
    assert found["links"] == 236


def test_the_slope_of_the_scatter_plot_is_morans_i() -> None:
    found = run(COLUMBUS, "autocorrelation", {"value": "CRIME", "permutations": 0})
    slope = np.polyfit(found.primary.standardised, found.primary.lag, 1)[0]
    assert slope == pytest.approx(found.scalars["i"], rel=1e-9)
    chart = found.charts["scatter"]
    assert {chart.x, chart.series[0].column} <= set(found.primary)


def test_like_values_together_are_told_so() -> None:
    said = run(COLUMBUS, "autocorrelation", {"value": "CRIME"}).summary
    assert said["en"].startswith("Like values of “CRIME” lie together, more than by chance")
    assert "p = 0.0002, 49 places" in said["en"]
    assert "相近值聚在一起" in said["zh"]


def test_a_chessboard_has_only_unlike_neighbours(board: Path) -> None:
    found = rook(board, value="black", statistic="join-counts")
    assert found.scalars["joins"] == 60
    assert found.summary["en"].startswith("Different kinds of “black” lie side by side")
    assert found.tables["joins"].joins.tolist() == [0, 60, 0, 60]
    assert (found.primary.alike.dropna() == 0).all()


def test_texts_are_kinds(board: Path) -> None:
    found = rook(board, value="side", statistic="join-counts")
    assert found.scalars["joins"] == 6
    assert found.primary["value"].value_counts().to_dict() == {"west": 18, "east": 19}
    assert found.summary["en"].startswith("Places of the same kind of “side” lie together")


def test_chance_is_not_told_as_a_finding(board: Path) -> None:
    for statistic in ("moran", "geary"):
        found = rook(board, value="v", statistic=statistic)
        assert found.scalars["p_sim"] > 0.05
        assert "neither like nor unlike values together beyond chance" in found.summary["en"]
        assert "does not rule out single clusters" in found.summary["en"]


def test_a_place_without_neighbours_takes_no_part(board: Path, tmp_path: Path) -> None:
    whole = rook(board, value="v")
    connected = tmp_path / "connected.gpkg"
    gpd.read_file(board).iloc[:36].to_file(connected)
    alone = rook(connected, value="v")
    for name in ("i", "expected", "variance", "z", "p_sim"):
        assert whole.scalars[name] == pytest.approx(alone.scalars[name], rel=1e-12)
    assert (whole.scalars["n"], whole.scalars["islands"]) == (36, 1)
    assert whole.primary.loc[37, ["standardised", "lag", "quadrant"]].isna().all()
    assert any("1 place has no neighbour" in one["en"] for one in whole.warnings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"value": "below", "statistic": "general-g"}, "negative-values"),
        ({"value": "alone", "statistic": "general-g", "neighbours": "knn"}, "too-few-values"),
        ({"value": "alone"}, "constant-values"),
        ({"value": "v", "statistic": "join-counts"}, "needs-threshold"),
        ({"value": "v", "statistic": "join-counts", "threshold": 1e9}, "constant-values"),
        ({"value": "alone", "statistic": "join-counts"}, "constant-values"),
        ({"value": "none", "statistic": "join-counts"}, "unknown-column"),
        ({"value": "side"}, "not-numeric"),
        ({"value": "v", "bands": 51}, "bad-parameter"),
        ({"value": "v", "neighbours": "knn", "k": 36}, "no-neighbours"),
    ],
)
def test_what_cannot_be_tested_is_told(board: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        rook(board, **settings)
    assert told.value.code == code
    assert told.value.hint is not None
    assert told.value.to_json("zh")["message"] != told.value.to_json("en")["message"]


def test_three_places_are_too_few(tmp_path: Path) -> None:
    cells = [shapely.box(x, 0, x + 1, 1) for x in range(3)]
    gpd.GeoDataFrame({"v": [1, 2, 3]}, geometry=cells, crs=4547).to_file(tmp_path / "few.gpkg")
    with pytest.raises(BadInput, match="Only 3 places have a value and neighbours"):
        rook(tmp_path / "few.gpkg", value="v")


def test_a_correlogram_has_a_band_a_row(board: Path) -> None:
    found = rook(board, value="v", bands=3, permutations=0)
    table = found.tables["correlogram"]
    assert (table.upto > table.above).all()
    assert {"upto", "moran", "expected"} <= set(table)
    assert found.charts["correlogram"].table == "correlogram"


def test_the_same_seed_gives_the_same_figures(board: Path) -> None:
    first, second = (rook(board, value="v") for _ in range(2))
    assert first.scalars == second.scalars


def test_what_tells_of_few_persons_is_not_released(
    city: FolderStore,
) -> None:
    found = run(city, "autocorrelation", {"value": "count(person)"})
    found.persons.iloc[0] = 3
    released = release_answer(found)
    assert released.primary.loc[1, "value"] is None or np.isnan(released.primary.loc[1, "value"])
    assert released.primary[["standardised", "lag"]].isna().all().all()
    assert released.scalars["i"] is None


def test_kinds_over_few_persons_are_withheld_too(city: FolderStore) -> None:
    settings = {"value": "count(person)", "statistic": "join-counts", "threshold": 50}
    found = run(city, "autocorrelation", settings)
    found.persons.iloc[0] = 3
    released = release_answer(found)
    assert released.primary["value"].isna().tolist() == [True] + [False] * 63
    assert released.summary["en"] == "Of 63 areas shown: under 50: 31, 50 or more: 32."


def test_a_kept_result_is_read_back(city: FolderStore) -> None:
    found = run(city, "autocorrelation", {"value": "lights", "bands": 2})
    keep(city, "lights together", found)
    again = kept(city, "lights together")
    assert again.scalars == found.scalars
    assert again.charts == found.charts


def test_everything_said_exists_in_two_languages(board: Path) -> None:
    for statistic in ("moran", "geary", "general-g", "join-counts"):
        settings = {"value": "rising", "threshold": 9, "neighbours": "knn", "k": 4, "bands": 2}
        found = rook(board, statistic=statistic, **settings)
        said = [found.summary, *found.method.notes, *found.warnings, found.style.title]
        assert all(text["zh"] != text["en"] for text in said)


@pytest.mark.parametrize(
    "settings", [{"value": "v"}, {"value": "side", "statistic": "join-counts"}]
)
def test_an_odd_choice_of_neighbours_is_told(board: Path, settings: dict) -> None:
    odd = {"neighbours": "knn", "k": 20, "permutations": 0}
    warned = run(board, "autocorrelation", {**settings, **odd}).warnings
    assert any("20 neighbours of 37 places are half" in one["en"] for one in warned)


def test_no_threshold_tells_of_how_few_persons_a_place_has(city: FolderStore) -> None:
    women = "count(person where sex = 'F')"
    seen = workspace_inputs(city, [women], "grid", Progress())
    seen.layer.loc[seen.layer.index[0], women] = 3
    seen.persons.iloc[0] = 3
    kinds = [coloured_sites(seen, women, threshold).sites for threshold in (30, 40)]
    assert all(not one.rows[0] and one.rows[1:].all() for one in kinds)
    assert "1 place rests on a few persons" in str(kinds[0].warnings[0])


@pytest.mark.parametrize(("draws", "told"), [(9, True), (39, True), (99, False)])
def test_too_few_permutations_to_find_anything_are_told(
    board: Path, draws: int, told: bool
) -> None:
    said = rook(board, value="v", permutations=draws).warnings
    assert any("whatever the map shows" in one["en"] for one in said) == told
