"""A planner's afternoon in a real window under Xvfb: what is seen, what is true, how it felt.

What is seen is compared by the mean colours of squares of the window, kept as small pictures: they
tell a missing legend or the wrong colour of a class, and nothing of the city's data. They were
taken with the fonts of CI: DejaVu Sans (fonts-dejavu-core) for Latin letters, Noto Sans CJK SC
(fonts-noto-cjk) for Chinese. ``GRIDLOOM_TAKE_REFERENCES=1`` takes them anew.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

HERE = Path(__file__).parent
REFERENCES = HERE / "references"
STATIONS = (
    "01-start", "03-empty", "09-coloured", "11-hot-spots", "12-identified", "13-table",
    "14-rectangle", "17-brushed", "18-undone", "19-redone", "21-chinese", "22-dark",
    "24-again",
)  # fmt: skip
SIDE = 20
"""Of a square in pixels: a swatch of a legend is half of one."""
SLIGHT, MOST, FAR = 4, 0.005, 24
"""Difference of a channel that counts, the share of squares that may have it, and one too large."""
HOT = (178, 24, 43)
"""The darkest red of ColorBrewer's RdBu: hot spots at 99 %."""
LONGEST_S = 1.5
"""Of processor time, which the window may take without coming back to its events."""


@pytest.fixture(scope="module")
def cities_folder() -> Path:
    """The folder of real cities' data, as the fixture ``cities`` finds it."""
    named = os.environ.get("GRIDLOOM_CITIES")
    places = [Path(named)] if named else []
    places += [parent / "shared" / "cities" for parent in HERE.parents]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        pytest.skip("the folder of real cities' data (GRIDLOOM_CITIES) is not here")
    return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, cities_folder: Path) -> Path:
    """The folder of an afternoon that was spent."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb-run is not installed (Debian package xvfb)")
    folder = tmp_path_factory.mktemp("afternoon")
    own = {f"XDG_{one}_HOME": str(folder / one) for one in ("STATE", "CONFIG", "DATA")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8",
                   "PYTHONPATH": os.pathsep.join(sys.path), "QT_SCALE_FACTOR": "1"}  # fmt: skip
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    command += [sys.executable, "-X", "faulthandler", str(HERE / "drive.py")]
    command += [str(folder), str(cities_folder / "taipei")]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr[:6000]
    return folder


@pytest.fixture(scope="module")
def told(day: Path) -> dict:
    """What was noted."""
    noted = json.loads((day / "told.json").read_text(encoding="utf-8"))
    for name, seconds in noted["seconds"].items():
        worst = noted["worst"].get(name, {"passed": 0, "worked": 0, "where": ""})
        print(  # noqa: T201 - shown by "pytest -s"
            f"{name:24} {seconds:6.2f} s; longest without events {worst['passed']:5.3f} s,"
            f" {worst['worked']:5.3f} s of them at work  {worst['where']}"
        )
    return noted


@pytest.fixture(scope="module")
def thefts(cities_folder: Path) -> pd.DataFrame:
    """The thefts as pandas reads them."""
    return pd.read_csv(cities_folder / "taipei" / "crime_bicycle.csv", encoding="cp950")


def districts(folder: Path) -> set[str]:
    towns = json.loads((folder / "taipei" / "taipei_town.geojson").read_text(encoding="utf-8"))
    return {one["properties"]["TNAME"] for one in towns["features"]}


def test_all_rows_of_the_dropped_files_are_there(told, thefts):
    rows = told["seen"]["rows"]
    assert (rows["district"], rows["community"], rows["event"]) == (12, 456, len(thefts))


def test_455_villages_have_their_population(told):
    (sentence,) = told["seen"]["joined-statistics"]
    assert "455 of 7,761 rows matched" in sentence


def test_thefts_are_joined_to_the_districts_that_their_addresses_name(told, thefts, cities_folder):
    named = thefts["發生地點"].str.contains("|".join(districts(cities_folder))).sum()
    assert f"{named:,} of {len(thefts):,} rows matched" in told["seen"]["joined-event"][1]


def test_the_measure_is_pasted_and_hot_spots_are_told_of_all_villages(told):
    assert told["seen"]["pasted"].endswith("人口)")
    assert "among 456 places" in told["seen"]["summary"][0]


def test_a_clicked_village_has_a_page_with_what_is_linked_to_it(told):
    assert "里 · 63" in told["seen"]["feature"]
    assert told["seen"]["linked"] >= 1


def test_the_map_and_a_chart_select_rows(told):
    assert 0 < told["seen"]["rectangle"] < 456
    assert told["seen"]["brushed"] > 0


def test_three_steps_back_and_forth_lead_to_the_same(told):
    assert told["seen"]["undone"] and told["seen"]["redone"]


def test_a_sheet_and_a_web_map_were_published(day, told):
    assert (day / "sheet.pdf").read_bytes()[:5] == b"%PDF-"
    assert told["seen"]["map.html"] > 100_000


def test_all_is_there_again(told):
    assert told["seen"]["other"] == []


def test_the_window_comes_back_to_its_events(told):
    slow = {name: gap for name, gap in told["worst"].items() if gap["worked"] > LONGEST_S}
    assert slow == {}


@pytest.mark.parametrize("station", STATIONS)
def test_a_station_looks_as_it_did(day, station):
    seen, reference = squares(day / f"{station}.png"), REFERENCES / f"{station}.png"
    if os.environ.get("GRIDLOOM_TAKE_REFERENCES") == "1":
        Image.fromarray(seen).save(reference, optimize=True)
    assert is_alike(seen, kept(station))


def squares(picture: Path) -> np.ndarray:
    """Return the mean colours of a picture's squares, (rows, columns, 3) uint8."""
    whole = Image.open(picture).convert("RGB")
    columns, rows = whole.width // SIDE, whole.height // SIDE
    whole = whole.crop((0, 0, columns * SIDE, rows * SIDE))
    return np.asarray(whole.resize((columns, rows), Image.Resampling.BOX))


def kept(station: str) -> np.ndarray:
    """Return the mean colours as they were."""
    return np.asarray(Image.open(REFERENCES / f"{station}.png").convert("RGB"))


def is_alike(seen: np.ndarray, reference: np.ndarray) -> bool:
    """Say whether two windows look the same but for a letter or two."""
    if seen.shape != reference.shape:
        return False
    away = np.abs(seen.astype(int) - reference).max(axis=2)
    return bool((away > SLIGHT).mean() <= MOST and away.max() <= FAR)


def test_a_picture_without_its_legend_is_told_from_its_reference():
    bare = kept("09-coloured").copy()
    bare[12:19, 2:14] = 255
    assert not is_alike(bare, kept("09-coloured"))


def test_a_legend_with_the_wrong_colour_of_one_class_is_told_from_its_reference(day, tmp_path):
    wrong = Image.open(day / "11-hot-spots.png").convert("RGB")
    red = np.argwhere((np.asarray(wrong)[:, :290] == HOT).all(axis=2))
    (top, left), (bottom, right) = red.min(axis=0), red.max(axis=0)
    wrong.paste((60, 140, 60), (int(left), int(top), int(right) + 1, int(bottom) + 1))
    wrong.save(tmp_path / "wrong.png")
    assert not is_alike(squares(tmp_path / "wrong.png"), kept("11-hot-spots"))
