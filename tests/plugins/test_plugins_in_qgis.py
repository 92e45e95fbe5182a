"""What ``in_qgis`` tests is run by pytest in QGIS's own Python, which ``make setup`` prepares.

Its files share one QGIS, and one ``gridloom serve``; those of ``alone`` have one each, as they make
a panel, a plugin or a command of their own. By hand:
``.venv/bin/python -m pytest tests/plugins -k conversation``; what QGIS's pytest printed is told
where it fails.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).with_name("in_qgis")
PYTHON = Path(sys.prefix) / "qgis" / "bin" / "python"
LONG = pytest.mark.timeout(900)
"""Whole files of tests, each test with a limit of its own."""
SLOW = (pytest.mark.slow, pytest.mark.timeout(1800))
PYTHON_OF_QGIS = "/usr/bin/python3"
OF_QGIS = Path("/usr/share/qgis/python/plugins")

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(), reason="QGIS, or the Python of its tests, is not here"
)


def runs() -> list[ParameterSet]:
    """Return which files share a QGIS, and which of their tests are meant: slow ones go apart."""
    together = sorted(HERE.glob("test_*.py"))
    found = [pytest.param(together, "not slow", id="together", marks=LONG)]
    for file in sorted((HERE / "alone").glob("test_*.py")):
        marks = SLOW if file.stem.startswith("test_slow") else LONG
        found.append(pytest.param([file], "not slow", id=file.stem, marks=marks))
        if "mark.slow" in file.read_text(encoding="utf-8"):
            found.append(pytest.param([file], "slow", id=f"{file.stem}-slow", marks=SLOW))
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


@pytest.mark.parametrize(("files", "meant"), runs())
def test_the_plugin_passes_its_tests_in_qgis(
    files: list[Path], meant: str, plugin: Path, gridloom: Path, demo_city: Path, tmp_path: Path
) -> None:
    own = {
        "PYTHONPATH": os.pathsep.join(map(str, (plugin, OF_QGIS, HERE))),
        "QT_QPA_PLATFORM": "offscreen",
        "GRIDLOOM": str(gridloom),
        "GRIDLOOM_CITY": str(demo_city),
    }
    if files[0].stem == "test_slow_setting_up":
        own["GRIDLOOM_WHEELS"] = str(wheels(tmp_path / "wheels"))
    # pytest-qgis keeps QGIS's profile in the root: one for each run, as runs go side by side.
    places = [f"--rootdir={tmp_path}", f"--basetemp={tmp_path / 'tests'}"]
    asked = [PYTHON, "-m", "pytest", "-c", HERE / "pytest.ini", "-m", meant, *places, *files]
    run = subprocess.run(asked, env=os.environ | own, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
