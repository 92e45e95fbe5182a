"""The zip, installed by the real QGIS in its real window as its plugin manager does."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from plugins.packing import built, packed, version

SCRIPT = Path(__file__).with_name("install_zip.py")
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1200x800x24"]
QGIS = ["qgis", "--nologo", "--noversioncheck"]
CHINESE = "[locale]\noverrideFlag=true\nuserLocale=zh_CN\n"

pytestmark = pytest.mark.skipif(
    not (shutil.which("qgis") and shutil.which("xvfb-run")), reason="QGIS or Xvfb is not here"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What QGIS has after it was installed."""
    pytest.importorskip("qgis_plugin_dev_tools")
    folder = tmp_path_factory.mktemp("install")
    archive = packed(built(folder / "built"), folder / "dist")
    report = folder / "report.json"
    own = {"PLUGIN_ZIP": str(archive), "PLUGIN_REPORT": str(report), "PYTHONPATH": ""}
    own |= {"QT_QPA_PLATFORM": "xcb"}
    settings = folder / "profiles" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(CHINESE, encoding="utf-8")
    subprocess.run(
        [*SCREEN, *QGIS, "--profiles-path", folder / "profiles", "--code", SCRIPT],
        env=os.environ | own, timeout=120, capture_output=True,
    )  # fmt: skip
    return json.loads(report.read_text(encoding="utf-8"))


def test_it_is_loaded_without_a_fault(told: dict[str, Any]) -> None:
    assert (told["loaded"], told["error"], told["version"]) == (True, "", version())


def test_its_provider_is_there_once(told: dict[str, Any]) -> None:
    assert told["providers"].count("gridloom") == 1


def test_its_menu_is_chinese_in_a_chinese_qgis_and_there_once(told: dict[str, Any]) -> None:
    assert [told["menu"].count(text) for text in ("安装与配置…", "诊断…")] == [1, 1]
