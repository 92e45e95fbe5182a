"""What rests on few persons is withheld in the window as in what is published."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Method, Result
from gridloom_desktop.window.model.answering import result_layer
from gridloom_desktop.window.model.identifying import facts
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.language import use_language

TITLE = {"zh": "老年人", "en": "old"}
FEW, MANY = 3, 40
"""How many old persons are in the first community and in each of the others."""


@pytest.fixture
def counted(window) -> Result:
    """Old persons by community: few in the first one."""
    base = window.city.map.layer("community")
    old = pd.Series(np.full(len(base.row_keys), float(MANY)), pd.Index(base.row_keys))
    old.iloc[:2] = FEW, MANY + 5
    return Result(
        analysis="distribution",
        layer="community",
        primary=pd.DataFrame({"value": old}),
        parameters={},
        seed=0,
        method=Method(TITLE, "Someone 1999"),
        summary={"zh": "最少 3", "en": "least 3"},
        style=graduated(old.to_numpy(), title=TITLE, k=2),
        data_date=dt.date(2026, 1, 1),
        persons=pd.DataFrame({"old": old}),
        guarded=("value",),
    )


def test_a_click_does_not_tell_a_small_count(window, counted):
    layer = result_layer(window.city.map.layer("community"), "r", counted)
    first, second = (facts(window.city.store, layer, row)[:2] for row in (0, 1))
    assert first[0].value["en"] == "withheld (few persons)" and first[1].value["en"] != "3"
    assert second[1].value["en"] == str(MANY + 5)


def test_the_legend_tells_withheld_from_no_data_and_shows_no_limit_of_it(window, counted):
    layer = result_layer(window.city.map.layer("community"), "r", counted)
    told = {entry.label["en"]: entry.count for entry in layer.legend()}
    assert told["withheld (few persons)"] == 1 and "no data" not in told
    assert not [label for label in told if label.startswith("3")]


def test_the_sentence_in_the_panel_is_the_published_one(window, counted, monkeypatch):
    answered = "gridloom_desktop.window.model.city.answer"
    monkeypatch.setattr(answered, lambda *_: ("r", counted))
    use_language("en")
    window.ask("distribution", "community", {})
    wait_until_idle(window)
    assert "least 3" not in window.result.answer.text()
