"""No two modules need each other, not even for their types."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest
from tests.test_house_rules import HOMES, ROOT

MODULES = {
    ".".join(path.relative_to(ROOT / home).with_suffix("").parts).removesuffix(".__init__"): path
    for home in HOMES
    for path in sorted((ROOT / home).rglob("*.py"))
}


def test_no_modules_import_each_other_in_a_circle() -> None:
    needs = {name: set(imported(name, path.read_text("utf-8"))) for name, path in MODULES.items()}
    assert len(needs) > 500
    TopologicalSorter(needs).prepare()


def test_a_circle_is_found() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"c"}, "c": {"a"}}).prepare()


def test_what_is_imported_for_types_or_late_counts() -> None:
    source = """
if TYPE_CHECKING:
    from gridloom_layers.workspace.store import Store
def late():
    from gridloom_layers import language
    import gridloom_layers.errors
"""
    assert set(imported("gridloom_layers.roles", source)) == {
        "gridloom_layers.workspace.store", "gridloom_layers.language", "gridloom_layers.errors",
    }  # fmt: skip


def imported(name: str, source: str) -> Iterator[str]:
    """Yield the modules of ours that the source of a module imports anywhere, but itself."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(home), names=names):
                found = [_module(home, alias.name) for alias in names]
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case _:
                continue
        yield from (one for one in found if one in MODULES and one != name)


def _module(home: str, name: str) -> str:
    """Return the module that ``from home import name`` loads: a part of a package, or ``home``."""
    part = f"{home}.{name}"
    return part if part in MODULES else home
