import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

import gridloom_analytics
from gridloom_analytics.analyses import catalogue
from gridloom_data import data_path

HEAVY = {"pandas", "geopandas", "numpy", "numba", "scipy", "pyarrow", "shapely", "sqlglot"}


def test_listing_analyses_imports_no_kernel() -> None:
    code = (
        "import sys, json; from gridloom_analytics.analyses import catalogue;"
        "json.dumps([one.to_json() for one in catalogue().values()]);"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(json.loads(done.stdout))


def test_every_parameter_tells_a_form_its_kind_and_title() -> None:
    for analysis in catalogue().values():
        for schema in analysis.to_json()["parameters"]["properties"].values():
            hints = schema["x-gridloom"]
            assert set(hints["title"]) == {"zh", "en"}
            assert set(schema.get("enum", ())) == set(hints.get("choices", ()))


def sentences() -> Iterator[str]:
    """Every text given to tr and tr_n in the analyses and what they compute."""
    root = Path(gridloom_analytics.__file__).parent
    modules = [*root.glob("analyses/*.py"), *root.glob("answers/*.py"), *root.glob("*.py")]
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "tr_n"):
                yield ast.literal_eval(node.args[0])


def test_every_sentence_has_a_chinese_text() -> None:
    translated = {
        entry.msgid
        for catalogue in data_path("locale").glob("*.po")
        for entry in polib.pofile(str(catalogue))
        if entry.msgstr or entry.msgstr_plural.get(0)
    }
    assert not set(sentences()) - translated


def test_every_analysis_can_be_loaded() -> None:
    for analysis in catalogue().values():
        assert callable(analysis.load())
