"""The real QGIS, to open what is written for it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QGIS_PYTHON = Path("/usr/bin/python3")
READER = Path(__file__).with_name("qgis_reader.py")
InQgis = Callable[..., dict[str, Any]]


def _environment() -> dict[str, str]:
    """Return ours, without what would lead QGIS's Python to our packages."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture(scope="session")
def in_qgis() -> InQgis:
    """Opens a file in QGIS's own Python and tells what it made of it (see ``qgis_reader``)."""
    asked = [str(QGIS_PYTHON), "-c", "import qgis.core"]
    if not QGIS_PYTHON.exists() or subprocess.run(asked, capture_output=True).returncode:
        pytest.skip("QGIS is not installed")

    def read(file: Path, *picture: object) -> dict[str, Any]:
        asked = [str(QGIS_PYTHON), str(READER), str(file), *map(str, picture)]
        done = subprocess.run(asked, capture_output=True, text=True, env=_environment())
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return read
