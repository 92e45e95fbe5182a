"""The real thing: Gridloom with all it needs, from a folder of wheels, without a network."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.setting_up.installing import install
from gridloom_qgis.setting_up.interpreters import interpreters
from gridloom_qgis.setting_up.recipe import Recipe, home, next_place

ASKED = ["hotspots", "--set", "value=n", "--set", "permutations=999"]


def test_an_analysis_runs_in_an_environment_made_from_wheels(
    conversation: Conversation,
    layer_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [one for one in os.environ if one.startswith("PIP_")]:
        monkeypatch.delenv(name)
    python = next(one.path for one in interpreters() if one.fits)
    recipe = Recipe(python, next_place(), Path(os.environ["GRIDLOOM_WHEELS"]))
    asked = ["run", str(layer_file), *ASKED, "--out"]
    try:
        install(recipe, print, lambda _: None, lambda: False)
        offline = Conversation(lambda: recipe.command)
        told = offline.ask([*asked, str(tmp_path / "offline.gpkg")])
        offline.end()
    finally:
        shutil.rmtree(home(), ignore_errors=True)
    ours = conversation.ask([*asked, str(tmp_path / "ours.gpkg")])
    assert told["summary"] == ours["summary"]
