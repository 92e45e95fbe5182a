"""What Qt 6 would break is found by the type checker, without a QGIS 4.

That it finds nothing in the plugin is a part of ``make check``; that it would is tried here, behind
``make torture``.
"""

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from plugins.stubs import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not any(distributions(name="qgis-stubs")), reason="qgis-stubs are not installed"
    ),
]
FOUND = {
    "an unscoped enumeration": ("PyQt.QtCore", "Qt", "Qt.UserRole"),
    "an unscoped enumeration of QGIS": ("core", "Qgis", "Qgis.Warning"),
    "a call that is gone": ("PyQt.QtWidgets", "QDialog", "QDialog().exec_()"),
    "a name that is gone": ("PyQt.QtCore", "QRegExp", "QRegExp"),
    "a number for an enumeration": ("PyQt.QtWidgets", "QLabel", "QLabel().setTextFormat(1)"),
}
RIGHT = {
    "a scoped enumeration": ("PyQt.QtCore", "Qt", "Qt.ItemDataRole.UserRole"),
    "an action, whose home is another in Qt 6": ("PyQt.QtWidgets", "QAction", "QAction('a')"),
    "what is never None": ("core", "QgsProject", "QgsProject.instance().fileName()"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Return how many errors the type checker finds in each of these."""
    folder = tmp_path_factory.mktemp("checked")
    write(folder / "typings")
    cases = folder / "cases"
    cases.mkdir()
    for number, (module, name, used) in enumerate((FOUND | RIGHT).values()):
        text = f"from qgis.{module} import {name}\n\nprint({used})\n"
        (cases / f"case_{number}.py").write_text(text, encoding="utf-8")
    settings = {"include": [cases.name], "stubPath": "typings", "reportMissingModuleSource": False}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "--project", folder],
        capture_output=True,
    )
    files = [Path(one["file"]).stem for one in json.loads(run.stdout)["generalDiagnostics"]]
    return {case: files.count(f"case_{number}") for number, case in enumerate(FOUND | RIGHT)}


@pytest.mark.parametrize("case", FOUND)
def test_what_qt_6_would_break_is_found(told: dict[str, int], case: str) -> None:
    assert told[case] > 0


@pytest.mark.parametrize("case", RIGHT)
def test_what_runs_on_both_is_let_through(told: dict[str, int], case: str) -> None:
    assert told[case] == 0
