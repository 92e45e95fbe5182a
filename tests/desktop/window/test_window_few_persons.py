"""What rests on few persons is withheld in the window as in what is published."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.answers.kinds import kinds_style
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method, Result
from gridloom_desktop.window.model.answering import Found, result_layer, shown_answer
from gridloom_desktop.window.model.identifying import facts
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr, use_language

TITLE = {"zh": "老年人", "en": "old"}
FEW, MANY = 3, 40
"""How many old persons are in the first community and in each of the others."""


@pytest.fixture
def counted(window) -> Result:
    """Old persons by community: few in the first one."""
    base = window.session.layer("community")
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
    layer = result_layer(window.session.layer("community"), "r", counted)
    first, second = (facts(window.session.store, layer, row)[:2] for row in (0, 1))
    assert first[0].value["en"] == "withheld (few persons)" and first[1].value["en"] != "3"
    assert second[1].value["en"] == str(MANY + 5)


def test_the_legend_tells_withheld_from_no_data_and_shows_no_limit_of_it(window, counted):
    layer = result_layer(window.session.layer("community"), "r", counted)
    told = {entry.label["en"]: entry.count for entry in layer.legend()}
    assert told["withheld (few persons)"] == 1 and "no data" not in told
    assert not [label for label in told if label.startswith("3")]


def test_the_sentence_in_the_panel_is_the_published_one(window, counted, monkeypatch):
    def find(*_):
        return Found(counted, {}, [], {})

    monkeypatch.setattr("gridloom_desktop.window.analysing.find", find)
    use_language("en")
    window.bench.analysing.ask("distribution", "community", {})
    wait_until_idle(window)
    assert "least 3" not in window.bench.result.answer.text()


@pytest.fixture
def withheld(counted) -> Result:
    """Few old persons in every community, and a kind of place for the others than the first."""
    few = counted.persons.assign(old=FEW)
    kinds = pd.Series("hot", counted.primary.index).where(np.arange(len(few)) > 0)
    style = kinds_style("kind", tr("kind"), {"hot": ("#b2182b", tr("hot"))}, "kind")
    chart = Chart(
        kind="points", title=TITLE, x="value", x_title=TITLE, y_title=TITLE,
        series=(Series(column="value", title=TITLE),),
    )  # fmt: skip
    primary = counted.primary.assign(kind=kinds)
    return replace(counted, primary=primary, persons=few, style=style, charts={"points": chart})


def test_a_place_whose_kind_is_withheld_is_not_called_one_without_data(window, withheld):
    layer = result_layer(window.session.layer("community"), "r", withheld)
    counts = {entry.label["en"]: entry.count for entry in layer.legend()}
    assert counts == {"hot": 63, "withheld (few persons)": 1}


def test_a_result_whose_charts_are_withheld_is_shown_without_them(window, withheld):
    base = window.session.layer("community")
    assert shown_answer(window.session.store, base, "r", withheld).charts == ()


def test_a_workspace_opens_though_its_newest_result_cannot_be_shown(workspace, opened, monkeypatch):
    def refuse(*_):
        raise BadInput("damaged", tr("It cannot be read."))

    monkeypatch.setattr("gridloom_desktop.window.analysing.Analysing._reopened", refuse)
    monkeypatch.setattr("gridloom_desktop.window.analysing.kept_names", lambda _: ["r"])
    monkeypatch.setattr("gridloom_desktop.window.analysing.result_title", lambda *_: TITLE)
    window = opened(workspace)
    assert window.session.layers and window.bench.result.told is None


def test_what_no_class_means_is_told_in_the_words_of_the_result(window, withheld):
    style = withheld.style.model_copy(update={"unclassed": {"zh": "圈外", "en": "outside"}})
    result = replace(withheld, persons=None, style=style)
    layer = result_layer(window.session.layer("community"), "r", result)
    assert layer.legend()[-1].label["en"] == "outside"
    assert facts(window.session.store, layer, 0)[0].value["zh"] == "圈外"


def test_a_legend_of_many_kinds_tells_only_those_of_the_map(window, withheld):
    kinds = {"hot": ("#b2182b", tr("hot"))} | {
        f"k{one}": ("#ffffff", tr("kind")) for one in "1234567"
    }
    counts = []
    for more in ({}, {"k8": ("#ffffff", tr("kind"))}):
        style = kinds_style("kind", tr("kind"), kinds | more, "kind")
        result = replace(withheld, persons=None, style=style)
        layer = result_layer(window.session.layer("community"), "r", result)
        counts.append([entry.count for entry in layer.legend()])
    assert counts == [[63, *[0] * 7, 1], [63, 1]]
