"""The house rules that a machine can see."""

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOMES = ("layers", "analytics", "desktop", "data")
FILE_LINES, FUNCTION_LINES = 600, 60
COMMITTED_DATA_BYTES = 5_000_000

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
for name in ("gridloom_layers", "gridloom_analytics"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
print(*sorted({name.split(".")[0] for name in sys.modules} & {"PyQt6", "PyQt5", "PySide6", "qgis"}))
"""


def sources() -> Iterator[Path]:
    """Yield every Python file of the product."""
    for home in (*HOMES, "plugins", "benchmarks"):
        yield from sorted((ROOT / home).rglob("*.py"))


def test_every_package_folder_is_listed_in_setup_cfg() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    folders = {
        ".".join(path.parent.relative_to(ROOT / home).parts)
        for home in HOMES
        for path in (ROOT / home).rglob("*.py")
    }
    assert folders - {""} == listed


def test_layers_and_analytics_load_no_qt() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        env={"PYTHONPATH": ":".join(str(ROOT / home) for home in HOMES), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.split() == []


def test_no_file_is_over_600_lines() -> None:
    long = {path.name: count for path in sources() if (count := lines(path)) > FILE_LINES}
    assert long == {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("home", [*HOMES, "plugins", "benchmarks"])
def test_no_function_is_over_60_lines(home: str) -> None:
    long = [
        f"{path.name}: {function.name}"
        for path in sources()
        if path.is_relative_to(ROOT / home)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and body_lines(function) > FUNCTION_LINES
    ]
    assert long == []


def body_lines(function: ast.FunctionDef) -> int:
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_every_painter_ends_with_its_block() -> None:
    """One that a traceback keeps alive makes Qt crash in what is painted next."""
    loose = [
        f"{path.name}:{line}"
        for path in sorted((ROOT / "desktop").rglob("*.py"))
        for line in loose_painters(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert loose == []


def loose_painters(module: ast.Module) -> Iterator[int]:
    """Yield the lines where a painter is made outside of a ``with``."""
    held = {
        item.context_expr
        for block in ast.walk(module)
        if isinstance(block, ast.With)
        for item in block.items
    }
    for call in ast.walk(module):
        match call:
            case ast.Call(func=ast.Name("QPainter" | "QStylePainter")) if call not in held:
                yield call.lineno


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_the_make_commands_of_a_page_exist(readme: str) -> None:
    asked = set(re.findall(r"make ((?:[a-z-]+ ?)+)", (ROOT / readme).read_text(encoding="utf-8")))
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", rules, re.MULTILINE))
    assert asked and {name for names in asked for name in names.split()} <= targets


def test_committed_data_stay_under_5_mb() -> None:
    kept = (path for path in (ROOT / "data").rglob("*") if "__pycache__" not in path.parts)
    files = [path for path in kept if path.is_file()]
    assert files and sum(path.stat().st_size for path in files) < COMMITTED_DATA_BYTES
