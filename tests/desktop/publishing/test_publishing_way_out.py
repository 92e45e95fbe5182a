"""There is one way out: what only the gate may do, nothing else does."""

import ast
from pathlib import Path

import pytest

import gridloom_desktop

DESKTOP = Path(gridloom_desktop.__file__).parent
WRITERS = {
    "to_csv", "to_excel", "to_file", "to_parquet", "to_feather", "to_json_file", "to_html",
    "write_dataframe", "write_arrow", "write_table", "write_csv", "savefig", "print_png",
    "print_pdf", "print_svg",
}  # fmt: skip
GATE = DESKTOP / "publishing"


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called
    }


def _modules(inside: Path | None) -> list[Path]:
    return [
        path for path in DESKTOP.rglob("*.py") if (GATE in path.parents) == (inside is not None)
    ]


@pytest.mark.parametrize("path", _modules(None), ids=str)
def test_no_other_module_writes_layers_tables_or_figures(path):
    assert _calls(path) & WRITERS == set()


@pytest.mark.parametrize("path", _modules(GATE), ids=str)
def test_released_values_are_made_in_the_gate_only(path):
    makes = {"ReleasedCharts", "ReleasedMap", "ReleasedTable"} & _calls(path)
    assert not makes or path.parent == GATE / "export"
