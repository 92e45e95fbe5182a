"""The Pythons of this machine, and which of them Gridloom can be installed with."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication

from ..calling.faults import Fault
from ..language import tr
from .running import output_of

OLDEST, NEWEST = (3, 11), (3, 13)
PROBE = """
import importlib.util as u, json, struct, sys
parts = [u.find_spec(name) is not None for name in ("venv", "ensurepip")]
print(json.dumps([sys.executable, sys.version_info[:3], all(parts), struct.calcsize("P")]))
"""
BYTES_OF_64_BITS = 8


@dataclass(frozen=True)
class Interpreter:
    """A Python: where, its version, and whether it has what makes environments."""

    path: Path
    version: tuple[int, int, int]
    makes_environments: bool
    has_64_bits: bool
    is_of_qgis: bool

    @property
    def is_known(self) -> bool:
        """Whether Gridloom runs on this version."""
        return OLDEST <= self.version[:2] <= NEWEST and self.has_64_bits

    @property
    def fits(self) -> bool:
        """Whether Gridloom can be installed with it."""
        return self.is_known and self.makes_environments

    @property
    def number(self) -> str:
        """Return the version as it is written."""
        return ".".join(map(str, self.version))


def interpreters() -> list[Interpreter]:
    """Return the Pythons of this machine, QGIS's own first, none twice; takes about a second."""
    found: dict[str, Interpreter] = {}
    for command, is_of_qgis in candidates():
        one = _probed(command, is_of_qgis)
        if one is not None:
            found.setdefault(os.path.realpath(one.path), one)
    return list(found.values())


def candidates() -> Iterator[tuple[list[str], bool]]:
    """Yield how each Python may be called, and whether it is QGIS's own.

    ``sys.executable`` is QGIS itself on some systems, and on others the first Python of PATH.
    """
    for folder in (Path(sys.prefix), Path(QgsApplication.prefixPath()) / "bin"):
        for name in ("python.exe", "python3.exe", "bin/python3", "python3"):
            if (folder / name).is_file():
                yield [str(folder / name)], True
    names = [f"{major}.{minor}" for major, minor in _known_versions()]
    if sys.platform == "win32":
        yield from ((["py", f"-{name}"], False) for name in names)
    search = os.pathsep.join([os.environ.get("PATH", ""), *map(str, _usual_places())])
    for name in (*(f"python{name}" for name in names), "python3"):
        path = shutil.which(name, path=search)
        if path:
            yield [path], False


def none_fits(found: list[Interpreter]) -> Fault:
    """Return the sentence that says what to install."""
    for one in found:
        if one.is_known:
            return Fault(
                tr("Python {version} is here, but its venv module is not.", version=one.number),
                tr("Install it (Debian, Ubuntu: “sudo apt install python{version}-venv”) and open "
                   "this window again.", version=".".join(map(str, one.version[:2]))),
            )  # fmt: skip
    return Fault(
        tr("Gridloom needs Python 3.11, 3.12 or 3.13 (64 bits), and none of them is here."),
        tr(
            "Install one (Debian, Ubuntu: “sudo apt install python3 python3-venv”) and open this "
            "window again."
        )
        if platform.system() == "Linux"
        else tr("Install one from python.org and open this window again."),
    )


def _known_versions() -> list[tuple[int, int]]:
    return [(OLDEST[0], minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]


def _usual_places() -> list[Path]:
    """Return folders that a program started from a desktop does not have on its PATH."""
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", "")) / "Programs" / "Python"
        return [own / f"Python{major}{minor}" for major, minor in _known_versions()]
    frameworks = Path("/Library/Frameworks/Python.framework/Versions")
    return [
        *(frameworks / f"{major}.{minor}" / "bin" for major, minor in _known_versions()),
        Path("/opt/homebrew/bin"), Path("/usr/local/bin"), Path.home() / ".local" / "bin",
    ]  # fmt: skip


def _probed(command: list[str], is_of_qgis: bool) -> Interpreter | None:
    try:
        path, version, makes, pointer = json.loads(output_of([*command, "-c", PROBE]))
        major, minor, patch = version
    except (ValueError, TypeError):
        return None
    return Interpreter(
        Path(path), (major, minor, patch), makes, pointer == BYTES_OF_64_BITS, is_of_qgis
    )
