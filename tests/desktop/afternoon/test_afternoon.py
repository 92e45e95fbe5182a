"""A planner's afternoon in a real window under Xvfb: what is seen, what is true, how it felt.

The references were taken with the fonts of CI: DejaVu Sans (fonts-dejavu-core) for Latin letters,
Noto Sans CJK SC (fonts-noto-cjk) for Chinese. ``GRIDLOOM_TAKE_REFERENCES=1`` takes them anew.
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
from PIL import Image, ImageFilter

HERE = Path(__file__).parent
REFERENCES = HERE / "references"
STATIONS = (
    "01-start", "03-empty", "09-coloured", "11-hot-spots", "12-identified", "13-table",
    "14-rectangle", "17-brushed", "18-undone", "19-redone", "21-chinese", "22-dark", "24-again",
)  # fmt: skip
HALF = 2
BLUR, FAR, MOST = 1.5, 40, 0.02
"""Radius in pixels, distance of a channel that counts as other, share of pixels that may be so."""
LONGEST_S = 2.5
"""For which the window may not come back, on a machine that does other work too."""


pytestmark = pytest.mark.slow
"""A minute, and one run in ten ended without a word: not yet among the quick tests."""


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
        gap, where = noted["worst"].get(name, (0, ""))
        print(  # noqa: T201 - shown by "pytest -s"
            f"{name:24} {seconds:6.2f} s; longest without events {gap:5.3f} s  {where}"
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
    assert told["seen"]["again"]


def test_the_window_comes_back_to_its_events(told):
    slow = {name: one for name, one in told["worst"].items() if one[0] > LONGEST_S}
    assert slow == {}


@pytest.mark.parametrize("station", STATIONS)
def test_a_station_looks_as_it_did(day, station):
    picture = Image.open(day / f"{station}.png").convert("RGB")
    picture = picture.resize((picture.width // HALF, picture.height // HALF), Image.Resampling.BOX)
    reference = REFERENCES / f"{station}.png"
    if os.environ.get("GRIDLOOM_TAKE_REFERENCES") == "1":
        picture.quantize(256).save(reference, optimize=True)
    assert share_of_other_pixels(picture, Image.open(reference).convert("RGB")) < MOST


def share_of_other_pixels(one: Image.Image, other: Image.Image) -> float:
    """Compare two pictures after a slight blur, which forgives a pixel's shift of a letter."""
    assert one.size == other.size
    blur = ImageFilter.GaussianBlur(BLUR)
    first, second = (np.asarray(each.filter(blur), dtype=np.int16) for each in (one, other))
    return float((np.abs(first - second).max(axis=2) > FAR).mean())


def test_a_picture_with_a_missing_panel_is_told_from_its_reference():
    picture = Image.open(REFERENCES / "11-hot-spots.png").convert("RGB")
    torn = picture.copy()
    torn.paste((255, 255, 255), (550, 40, 700, 300))
    assert share_of_other_pixels(picture, torn) > MOST
