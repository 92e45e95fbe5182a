"""Settings that have no effect beside the others are told, not passed over."""

import pytest

from gridloom_analytics.analyses import catalogue, named
from gridloom_analytics.running import run
from gridloom_analytics.settings import read_settings, without_effect
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"neighbours": "queen", "k": 5}, ["k"]),
        ({"neighbours": "queen"}, []),
        ({"neighbours": "knn", "k": 5}, []),
        ({"neighbours": "knn", "distance": 500, "kernel": "quartic"}, ["distance", "kernel"]),
        ({"neighbours": "kernel", "k": 5, "kernel": "quartic"}, []),
    ],
)
def test_a_setting_without_effect_is_named(settings: dict[str, object], said: list[str]) -> None:
    told = without_effect(read_settings(named("neighbours"), settings))
    assert [one["en"].split("”")[0].lstrip("“") for one in told] == said
    assert all("不起作用" in one["zh"] for one in told)


def test_a_result_says_which_settings_had_no_effect(city: FolderStore) -> None:
    found = run(city, "hotspots", {"value": "lights", "neighbours": "queen", "distance": 300})
    assert any("“distance”" in one["en"] and "no effect" in one["en"] for one in found.warnings)


def test_an_empty_text_takes_a_default_away_where_nothing_may_be_given() -> None:
    isolated = named("isolated-or-general")
    read = read_settings(isolated, {"event": "1", "kind": "", "distance": ""})
    assert (read.kind, read.distance) == (None, None)
    with pytest.raises(BadInput, match="cannot be"):
        read_settings(isolated, {"event": "1", "days": ""})


@pytest.mark.parametrize("name", catalogue())
def test_what_a_setting_depends_on_is_a_choice_with_these_values(name: str) -> None:
    properties = named(name).parameters.model_json_schema()["properties"]
    for one in properties.values():
        for choice, values in one["x-gridloom"].get("used", {}).items():
            assert set(values) < set(properties[choice]["enum"])
