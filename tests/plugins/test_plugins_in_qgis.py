"""Every file of ``in_qgis`` is run by pytest in QGIS's own Python, which ``make setup`` prepares.

By hand: ``.venv/bin/python -m pytest tests/plugins -k conversation``; what QGIS's pytest printed is
told where it fails.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from filelock import FileLock
from plugins.packing import built

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).with_name("in_qgis")
PYTHON = Path(sys.prefix) / "qgis" / "bin" / "python"
LONG = pytest.mark.timeout(900)
"""A whole file of tests, each with a limit of its own."""
SLOW = (pytest.mark.slow, pytest.mark.timeout(1800))
PYTHON_OF_QGIS = "/usr/bin/python3"
OF_QGIS = Path("/usr/share/qgis/python/plugins")
PACKAGES = ("layers", "analytics", "desktop", "data")

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(), reason="QGIS, or the Python of its tests, is not here"
)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def gridloom(shared: Path) -> Path:
    """The command of this very checkout, without what an environment would bring."""
    paths = os.pathsep.join(str(ROOT / name) for name in PACKAGES)
    file = shared / "gridloom"
    with FileLock(shared / "gridloom.lock"):
        if not file.exists():
            call = f'exec "{sys.executable}" -m gridloom_desktop.command "$@"'
            file.write_text(f'#!/bin/sh\nexport PYTHONPATH="{paths}"\n{call}\n', encoding="utf-8")
            file.chmod(0o755)
    return file


@pytest.fixture(scope="session")
def plugin(shared: Path) -> Path:
    """A folder with the plugin as it is packed, its Chinese texts with it."""
    folder = shared / "plugin"
    with FileLock(shared / "plugin.lock"):
        if not folder.exists():
            built(folder)
    return folder


@pytest.fixture(scope="session")
def city(shared: Path, gridloom: Path) -> Path:
    """The demonstration on a small sample city: layers, records, joins, measures, results."""
    folder = shared / "demo"
    with FileLock(shared / "demo.lock"):
        if not folder.exists():
            asked = ["demo", "--headless", "--persons", "20000", "--out", folder]
            subprocess.run([gridloom, *asked], check=True, capture_output=True)
    return next(folder.glob("*.gridloom"))


def files() -> list[ParameterSet]:
    """Return the files of tests, with which of their tests are meant: slow ones go apart."""
    found = []
    for file in sorted(HERE.glob("test_*.py")):
        marks = SLOW if file.stem.startswith("test_slow") else LONG
        found.append(pytest.param(file, "not slow", id=file.stem, marks=marks))
        if "mark.slow" in file.read_text(encoding="utf-8"):
            found.append(pytest.param(file, "slow", id=f"{file.stem}-slow", marks=SLOW))
    return found


def wheels(folder: Path) -> Path:
    """Write what ``make wheels`` writes, from the index."""
    make = [
        "make",
        "--no-print-directory",
        "wheels",
        f"PYTHON={PYTHON_OF_QGIS}",
        f"WHEELS={folder}",
    ]
    subprocess.run(make, cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize(("file", "meant"), files())
def test_the_plugin_passes_its_tests_in_qgis(
    file: Path, meant: str, plugin: Path, gridloom: Path, city: Path, tmp_path: Path
) -> None:
    own = {
        "PYTHONPATH": os.pathsep.join(map(str, (plugin, OF_QGIS, HERE))),
        "QT_QPA_PLATFORM": "offscreen",
        "GRIDLOOM": str(gridloom),
        "GRIDLOOM_CITY": str(city),
    }
    if file.stem == "test_slow_setting_up":
        own["GRIDLOOM_WHEELS"] = str(wheels(tmp_path / "wheels"))
    # pytest-qgis keeps QGIS's profile in the root: one for each run, as runs go side by side.
    places = [f"--rootdir={tmp_path}", f"--basetemp={tmp_path / 'tests'}"]
    asked = [PYTHON, "-m", "pytest", "-c", HERE / "pytest.ini", "-m", meant, *places, file]
    run = subprocess.run(asked, env=os.environ | own, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
