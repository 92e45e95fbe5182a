"""QGIS on this computer: where it is, and how it is started beside this program."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from platformdirs import user_cache_path

NAMES = ("qgis", "qgis-ltr")
OWN_VARIABLES = (
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH",
)  # fmt: skip
"""What of our environment would lead QGIS to our Python and our Qt instead of its own."""
KEPT_S = 7 * 24 * 3600
"""How long the files of a map that was opened in QGIS are kept."""


def find_qgis(preferred: str = "") -> Path | None:
    """Return the program: the ``preferred`` one, one on PATH, one in a usual place; else None."""
    if preferred and Path(preferred).is_file():
        return Path(preferred)
    on_path = (shutil.which(name) for name in NAMES)
    found = next((one for one in on_path if one is not None), None)
    return Path(found) if found else next(_usual_places(), None)


def _usual_places() -> Iterator[Path]:
    """Yield where installers put QGIS, the newest first."""
    if sys.platform == "win32":
        roots = [Path(os.environ.get(name, "")) for name in ("ProgramFiles", "ProgramW6432")]
        folders = [one for root in roots for one in sorted(root.glob("QGIS *"), reverse=True)]
        for folder in (*folders, Path("C:/OSGeo4W"), Path("C:/OSGeo4W64")):
            yield from (one for name in NAMES if (one := folder / "bin" / f"{name}.bat").is_file())
    elif sys.platform == "darwin":
        for folder in sorted(Path("/Applications").glob("QGIS*.app"), reverse=True):
            yield from (folder / "Contents" / "MacOS").glob("QGIS*")


def start_qgis(program: Path, project: Path) -> None:
    """Start QGIS with a project; it goes on when this program ends.

    Raises ``OSError`` where it cannot be started.
    """
    subprocess.Popen(  # noqa: S603 - the user's QGIS
        [program, project],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=project.parent,
        env=environment(os.environ),
        start_new_session=sys.platform != "win32",
        creationflags=_apart(),
    )


def _apart() -> int:
    """Return what Windows is told of a process that outlives this one; nothing elsewhere."""
    if sys.platform != "win32":
        return 0
    return subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP


def environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return our environment without what is of this program's own Python and Qt.

    >>> environment({"HOME": "/home/li", "PYTHONPATH": "/opt/gridloom"})
    {'HOME': '/home/li'}
    """
    return {name: value for name, value in ours.items() if name not in OWN_VARIABLES}


def new_folder() -> Path:
    """Return a folder of its own for a map that QGIS opens; those of weeks before go.

    The map that an earlier QGIS has open stays as it is.
    """
    home = user_cache_path("gridloom", appauthor=False) / "qgis"
    home.mkdir(parents=True, exist_ok=True)
    for old in home.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_S:
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=home))
