"""The QGIS plugin as QGIS installs it: a folder with its Chinese texts, and a zip of that.

``python -m plugins.packing`` writes ``build/plugin/gridloom_qgis`` (which runs as it is, with
``build/plugin`` among QGIS's plugin paths) and ``dist/gridloom_qgis-VERSION.zip``. The same source
gives the same zip, bit for bit.
"""

import configparser
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from babel.messages.extract import extract_from_dir

from gridloom_layers.language import Message

ROOT = Path(__file__).resolve().parents[1]
NAME = "gridloom_qgis"
SOURCE = ROOT / "plugins" / NAME
KEYWORDS = {"tr": None, "tr_n": (1, 2)}
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of all files in the zip: the earliest that a zip can tell."""


def version() -> str:
    """Return the version of Gridloom, which is the plugin's too."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup["metadata"]["version"]


def chinese_texts() -> dict[str, str]:
    """Return the Chinese of every text that the plugin says, sorted by its msgid."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS)
    said = {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}
    return {text: Message(text).template("zh") for text in sorted(said)}


def built(folder: Path) -> Path:
    """Write the plugin with its texts into ``folder``; return its package, which replaces any."""
    package = folder / NAME
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "LICENSE", package)
    texts = package / "i18n" / "zh.json"
    texts.parent.mkdir()
    texts.write_text(json.dumps(chinese_texts(), ensure_ascii=False, indent=0), encoding="utf-8")
    return package


def packed(package: Path, folder: Path) -> Path:
    """Write the zip of a built package into ``folder``; return its path."""
    search = os.pathsep.join([str(package.parent), *sys.path])
    tool = [sys.executable, "-m", "qgis_plugin_dev_tools", "build", "--version", version()]
    with tempfile.TemporaryDirectory() as made:
        subprocess.run(  # noqa: S603 - a tool of ours
            [*tool, "--pyproject-toml", ROOT / "pyproject.toml"],
            cwd=made, env=os.environ | {"PYTHONPATH": search}, check=True, capture_output=True,
        )  # fmt: skip
        (archive,) = Path(made, "dist").glob("*.zip")
        return _without_clock(archive, folder / archive.name)


def _without_clock(archive: Path, target: Path) -> Path:
    """Write a zip anew in the order of its names, every file of the same day."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive) as read, zipfile.ZipFile(target, "w") as written:
        for name in sorted(name for name in read.namelist() if not name.endswith("/")):
            written.writestr(zipfile.ZipInfo(name, EPOCH), read.read(name), zipfile.ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    archive = packed(built(ROOT / "build" / "plugin"), ROOT / "dist")
    print(f"{archive.relative_to(ROOT)} is written; QGIS: Plugins → Install from ZIP")  # noqa: T201
