"""Folders of wheels for tests: small ones that pip takes for Gridloom's."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

ANSWERS = """
import json, sys

def main():
    for line in sys.stdin:
        asked = json.loads(line)["id"]
        told = {"gridloom": "VERSION", "analyses": "x", "python": "3", "executable": sys.executable}
        print(json.dumps({"id": asked, "ok": True, "version": 1, "data": told}), flush=True)
"""


def write_wheel(
    folder: Path, version: str = "0.1.0", says: str | None = None, needs: Sequence[str] = ()
) -> Path:
    """Write a wheel whose command says which version it is; return the folder."""
    name = "gridloom"
    about = f"{name}-{version}.dist-info"
    needed = "".join(f"Requires-Dist: {one}\n" for one in needs)
    files = {
        f"{name}.py": ANSWERS.replace("VERSION", says or version),
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        f"Provides-Extra: desktop\n{needed}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{about}/RECORD"])
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, content in {**files, f"{about}/RECORD": record}.items():
            wheel.writestr(path, content)
    return folder
