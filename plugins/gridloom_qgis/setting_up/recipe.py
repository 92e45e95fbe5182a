"""How an environment with Gridloom is made: where, by which Python, from what. Nothing runs."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication

from ..calling.faults import Fault
from ..calling.needed import LOWEST
from ..language import tr

WANTED = f"gridloom[desktop]>={LOWEST}"
QUIET = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off")


@dataclass(frozen=True)
class Recipe:
    """An environment to be made by ``python`` in ``target``; from the index without ``wheels``."""

    python: Path
    target: Path
    wheels: Path | None = None

    @property
    def making(self) -> list[str]:
        """Return the command that makes the empty environment."""
        return [str(self.python), "-m", "venv", str(self.target)]

    @property
    def installing(self) -> list[str]:
        """Return the command that installs Gridloom into it; nothing is compiled on the way."""
        own = programs(self.target) / ("python.exe" if sys.platform == "win32" else "python")
        source = ["--no-index", "--find-links", str(self.wheels)] if self.wheels else []
        pip = [str(own), "-m", "pip", "install", *QUIET, "--only-binary", ":all:"]
        return [*pip, *source, WANTED]

    @property
    def command(self) -> Path:
        """Return the ``gridloom`` that is then there."""
        return programs(self.target) / ("gridloom.exe" if sys.platform == "win32" else "gridloom")

    def check(self) -> None:
        """Raise ``Fault`` where it is known before that it cannot be done."""
        if self.wheels is None:
            return
        if not self.wheels.is_dir():
            raise Fault(tr("There is no folder “{path}”.", path=self.wheels), ask_for_folder())
        if not any(self.wheels.glob("gridloom-*.whl")):
            raise Fault(
                tr("The folder “{path}” has no wheel of Gridloom.", path=self.wheels),
                ask_for_folder(),
            )


def ask_for_folder() -> str:
    """Return what to do where a folder of wheels is not one."""
    return tr("Choose the folder that “make wheels” has written.")


def programs(environment: Path) -> Path:
    """Return where the programs of an environment are."""
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


def home() -> Path:
    """Return the folder of QGIS's profile in which environments are."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "gridloom"


def environments() -> list[Path]:
    """Return the environments that were made here, the oldest first."""
    found = [path for path in home().glob("environment-*") if path.is_dir()]
    return sorted(found, key=_number)


def next_place() -> Path:
    """Return where the next environment goes: beside the others, as one cannot be moved later."""
    return home() / f"environment-{max(map(_number, environments()), default=0) + 1}"


def told(command: list[str]) -> str:
    """Return a command as it is typed in a shell of this system."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)


def _number(environment: Path) -> int:
    number = environment.name.partition("-")[2]
    return int(number) if number.isdigit() else 0
