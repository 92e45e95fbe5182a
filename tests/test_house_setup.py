"""What a newcomer meets first: the Makefile on a machine that lacks something."""

import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
DEBIAN_12 = "3.11.2"
TOLD = {
    "echo 3.10": "Gridloom needs Python 3.11, 3.12 or 3.13",
    'case "$2" in *version_info*) echo 3.12 ;; *) exit 1 ;; esac': "its venv module is not",
}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("python", TOLD)
def test_a_python_that_will_not_do_is_told_once(python: str, tmp_path: Path) -> None:
    folder = tmp_path / "我的 城市"
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    shutil.copy(ROOT / "Makefile", folder)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "make"):
        (programs / name).symlink_to(str(shutil.which(name)))
    (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (programs / "python3").chmod(0o755)
    asked = subprocess.run(
        ["make", "demo"],
        cwd=folder, env={**os.environ, "PATH": str(programs)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (asked.returncode, asked.stderr.count(TOLD[python])) == (2, 1)


def test_what_is_locked_installs_on_debian_12() -> None:
    refused = []
    for pin in (ROOT / "requirements-lock.txt").read_text(encoding="utf-8").split():
        name, version = pin.split("==")
        found = next(iter(metadata.distributions(name=name)), None)
        if found is not None and found.version == version:
            wanted = SpecifierSet(found.metadata.get("Requires-Python") or "")
            refused += [] if wanted.contains(DEBIAN_12) else [pin]
    assert refused == []
