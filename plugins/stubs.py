"""Types of QGIS 4 for the type checker: ``python -m plugins.stubs FOLDER``.

qgis-stubs tell QGIS's API over PyQt5; written anew over the installed PyQt6 they show what Qt 6
would break: unscoped enumerations, calls and names that are gone, a number for an enumeration. SIP
has every function that returns a pointer return None too, which says nothing, so it is left out.
"""

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

import PyQt6

MAYBE = re.compile(
    r"-> (?:typing\.Optional\[(.+)\]|'?([^'|]+?)'? ?\| ?None'?): \.\.\.$", re.MULTILINE
)
FIELDS = "class QgsFields(PyQt6.sip.wrapper):\n"
MENDED = {
    FIELDS: f"{FIELDS}    def __iter__(self) -> typing.Iterator[QgsField]: ...\n\n",
    "typing.Union[QtGui.QColor, QtCore.Qt.GlobalColor]\n": "QtGui.QColor\n",
}
"""What the stubs forget or have wrong: fields can be iterated, constants are colours."""
QT = ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSql", "QtSvg", "QtTest", "QtWidgets",
      "QtXml")  # fmt: skip
UNTYPED = "import typing\n\ndef __getattr__(name: str) -> typing.Any: ...\n"
PACKAGES = {
    "PyQt6/__init__.pyi": "",
    "qgis/__init__.pyi": "",
    "qgis/core/__init__.pyi": (
        "from qgis._core import *\n\nNULL: object\nclass QgsProcessingException(Exception): ...\n"
    ),
    "qgis/gui/__init__.pyi": "from qgis._gui import *\n",
    "qgis/utils.pyi": UNTYPED,
    "qgis/PyQt/__init__.pyi": "from PyQt6 import sip as sip\n",
    "processing/__init__.pyi": UNTYPED,
    "processing/gui/__init__.pyi": "",
    "processing/gui/wrappers.pyi": UNTYPED,
}
ADDED = {
    # QGIS's own modules have these in QGIS 3 and 4 alike.
    "QtWidgets": "from PyQt6.QtGui import QAction as QAction, QShortcut as QShortcut\n",
    "QtCore": "NULL: object\n",
}


def write(folder: Path) -> None:
    """Write the stubs into ``folder``, which the type checker gets as ``stubPath``."""
    of_qgis = Path(str(distribution("qgis-stubs").locate_file("qgis-stubs")))
    for source in Path(PyQt6.__path__[0]).glob("*.pyi"):
        _put(folder / "PyQt6" / source.name, _certain(source.read_text(encoding="utf-8")))
    for name in ("_core.pyi", "_gui.pyi"):
        text = (of_qgis / name).read_text(encoding="utf-8").replace("PyQt5", "PyQt6")
        for wrong, right in MENDED.items():
            text = text.replace(wrong, right)
        _put(folder / "qgis" / name, _certain(text))
    for name, text in PACKAGES.items():
        _put(folder / name, text)
    for module in QT:
        _put(
            folder / "qgis" / "PyQt" / f"{module}.pyi",
            f"from PyQt6.{module} import *\n{ADDED.get(module, '')}",
        )


def _certain(text: str) -> str:
    """Return a stub whose functions return what they promise, and whose texts are texts."""
    text = text.replace("typing.Optional[str]", "str")
    return MAYBE.sub(lambda found: f"-> {found[1] or found[2]}: ...", text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
