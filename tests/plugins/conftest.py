"""The QGIS plugin is tested in QGIS's own Python, not in this one; see ``test_plugins_in_qgis``."""

import os
import sys
from pathlib import Path

import pytest
from plugins.packing import built
from tests.conftest import ROOT, MadeOnce

collect_ignore = ["in_qgis"]
PACKAGES = ("layers", "analytics", "desktop", "data")


@pytest.fixture(scope="session")
def gridloom(made_once: MadeOnce) -> Path:
    """The command of this very checkout, without what an environment would bring."""

    def write(file: Path) -> None:
        paths = os.pathsep.join(str(ROOT / name) for name in PACKAGES)
        call = f'exec "{sys.executable}" -m gridloom_desktop.command "$@"'
        file.write_text(f'#!/bin/sh\nexport PYTHONPATH="{paths}"\n{call}\n', encoding="utf-8")
        file.chmod(0o755)

    return made_once("gridloom", write)


@pytest.fixture(scope="session")
def plugin(made_once: MadeOnce) -> Path:
    """A folder with the plugin as it is packed, its Chinese texts with it."""
    return made_once("plugin", built)
