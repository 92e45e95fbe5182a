import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridloom_analytics.analyses import catalogue, named, unusable
from gridloom_analytics.analyses.catalogue import _offered
from gridloom_layers.errors import BadInput

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
            assert hints["title"]["zh"] != hints["title"]["en"]
            assert set(schema.get("enum", ())) == set(hints.get("choices", ()))


def test_the_catalogue_tells_all_that_a_form_in_another_program_needs() -> None:
    for told in (analysis.to_json() for analysis in catalogue().values()):
        assert told["group_title"]["en"] == told["group"] != told["group_title"]["zh"]
        for output in told["outputs"]:
            texts = [output["title"], *output["columns"].values()]
            assert all(text["zh"] and text["en"] for text in texts)
            assert set(output["when"]) <= set(told["parameters"]["properties"])


def test_the_catalogue_tells_which_analyses_need_a_workspace() -> None:
    needing = [name for name, one in catalogue().items() if one.to_json()["needs_workspace"]]
    assert needing == ["mix", "population", "quality"]


def test_every_analysis_can_be_loaded() -> None:
    for analysis in catalogue().values():
        assert callable(analysis.load())


THEIRS = """
from gridloom_analytics.analyses import hotspots
from dataclasses import replace
ANALYSIS = replace(hotspots.ANALYSIS, name="their-own")
IMPOSTOR = replace(hotspots.ANALYSIS, citation="nobody")
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch) -> Iterator[Callable[[str], None]]:
    """Have another package offer what its entry points say."""

    def install(points: str) -> None:
        (tmp_path / "theirs.py").write_text(THEIRS)
        (tmp_path / "raising.py").write_text("1 / 0")
        about = tmp_path / "theirs-1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Name: theirs\nVersion: 1\n")
        (about / "entry_points.txt").write_text(f"[gridloom.analyses]\n{points}")
        monkeypatch.syspath_prepend(tmp_path)
        forget()

    yield install
    forget()


def forget() -> None:
    """Have what is offered looked up anew."""
    for kept in (catalogue, unusable, _offered):
        kept.cache_clear()


def test_another_package_adds_an_analysis_but_replaces_none(installed) -> None:
    installed("a = theirs:ANALYSIS\nb = theirs:IMPOSTOR\n")
    assert "their-own" in catalogue()
    assert catalogue()["hotspots"].citation != "nobody"


def test_what_of_another_package_is_broken_takes_nothing_else_away(installed) -> None:
    theirs = "a = theirs:ANALYSIS\nb = gone:ANALYSIS\nc = theirs:THEIRS\nd = theirs:replace\n"
    installed(f"{theirs}e = raising:A\n")
    assert {"their-own", "hotspots"} <= set(catalogue())
    said = [str(one) for one in unusable().values()]
    assert [text.split("”")[0] for text in said] == ["“b", "“c", "“d", "“e"]
    assert "No module named 'gone'" in said[0] and "division by zero" in said[3]
    with pytest.raises(BadInput, match=r"no analysis “b”\. “b” of another package"):
        named("b")


def test_a_misspelt_name_is_not_told_the_fault_of_another_package(installed) -> None:
    installed("a = gone:ANALYSIS\n")
    with pytest.raises(BadInput, match=r"no analysis “hotspot”\. Use one of: ") as told:
        named("hotspot")
    assert "gone" not in str(told.value)
