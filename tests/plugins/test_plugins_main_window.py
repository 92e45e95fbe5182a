"""QGIS itself on a screen of its own: it starts with the plugin, the panel is used, it ends."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from benchmarks.plugin import make_profile
from PIL import Image
from tests.plugins.test_plugins_in_qgis import HERE

pytestmark = pytest.mark.skipif(
    not (shutil.which("qgis") and shutil.which("xvfb-run")), reason="QGIS or Xvfb is not here"
)
LONGEST_S = 150


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory, gridloom: Path) -> Path:
    """A profile of QGIS in which the plugin is enabled."""
    folder = tmp_path_factory.mktemp("profiles")
    make_profile(folder, gridloom)
    return folder


@pytest.fixture(scope="module")
def seen(profiles: Path, demo_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was seen of QGIS, with its pictures under ``folder``."""
    folder = tmp_path_factory.mktemp("seen")
    copy = shutil.copytree(demo_city, folder / "city.gridloom")
    own = {"GRIDLOOM_SEEN": folder, "GRIDLOOM_CITY": copy, "GRIDLOOM_TESTS": HERE}
    started = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", profiles, "--code",
               HERE / "main_window.py"]  # fmt: skip
    run = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", *map(str, started)],
        env=_environment() | {name: str(value) for name, value in own.items()},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
    )
    assert (folder / "seen.json").exists(), run.stderr
    told = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    return told | {"folder": folder, "exit": run.returncode, "said": run.stderr}


def _environment() -> dict[str, str]:
    """Return the environment without what is of this Python and its windows."""
    ours = ("PYTHONPATH", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in ours}


def test_qgis_starts_and_ends_with_the_plugin(seen: Any) -> None:
    assert seen.get("fault") is None, seen["fault"]
    assert seen["exit"] == 0 and "Traceback" not in seen["said"]


def test_the_panel_is_docked_with_the_layers_of_the_city(seen: Any) -> None:
    assert seen["docked"] and seen["valid"] and not seen["told"]
    assert {"District", "Grid", "Building"} <= set(seen["layers"])
    assert "Gridloom" in seen["menu"]


def test_a_double_click_and_a_click_on_the_map_are_answered(seen: Any) -> None:
    assert seen["ticked"] and seen["linked"][0].startswith("Building: ")
    assert any(line.startswith("Rooms: ") for line in seen["linked"])


@pytest.mark.parametrize("name", ["opened", "linked"])
def test_the_window_shows_a_map_and_the_panel(seen: Any, name: str) -> None:
    with Image.open(seen["folder"] / f"{name}.png") as picture:
        map_, panel = picture.crop((500, 300, 1100, 800)), picture.crop((1350, 150, 1590, 700))
        assert len(map_.getcolors(1 << 24)) > 5 and len(panel.getcolors(1 << 24)) > 5
