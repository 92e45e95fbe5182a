"""What is planted in the sample city is found by the analyses."""

from pathlib import Path
from typing import Any

import pytest

from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_layers.workspace import FolderStore, open_workspace


@pytest.fixture(scope="module")
def city(demo_city: Path) -> FolderStore:
    return open_workspace(demo_city)


def names_of(places: list[dict[str, str]]) -> set[str]:
    return {place["name"] for place in places}


def named(store: FolderStore, result: Result, rows: Any) -> set[str]:
    """Return the names of some rows of the layer of a result."""
    names = store.layer(result.layer, ["name"])["name"]
    return set(names.loc[rows[rows.fillna(False)].index])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_hottest_places_are_where_events_were_planted(
    city: FolderStore, truth: dict[str, Any], number: int
) -> None:
    planted = truth["planted"]["hot_clusters"][number]
    value = f"density(event where kind = '{planted['kind']}') by community"
    found = run(city, "hotspots", {"value": value})
    hot = named(city, found, found.primary["bin"] > 0)
    assert names_of(planted["communities"]) <= hot


def test_communities_where_the_old_were_settled_are_hot(
    city: FolderStore, truth: dict[str, Any]
) -> None:
    value = "count(person where age >= 65) / count(person) by community"
    found = run(city, "hotspots", {"value": value})
    hot = named(city, found, found.primary["bin"] > 0)
    assert names_of(truth["planted"]["ageing"]["communities"]) <= hot


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_scan_finds_the_planted_events_as_its_likeliest_cluster(
    city: FolderStore, truth: dict[str, Any], number: int
) -> None:
    planted = truth["planted"]["hot_clusters"][number]
    where = f"kind = '{planted['kind']}'"
    settings = {"events": "event", "event_where": where, "population": "count(person)"}
    found = run(city, "scan", {**settings, "share": 10, "draws": 99}, layer="community")
    likeliest = named(city, found, found.primary["cluster"] == 1)
    assert names_of(planted["communities"]) <= likeliest


def test_a_scan_in_time_finds_that_a_kind_of_event_grew(
    city: FolderStore, truth: dict[str, Any]
) -> None:
    settings = {"scan": "time", "time": "reported_at", "step": "month", "draws": 99}
    where = f"kind = '{truth['planted']['trend']['kind']}'"
    first = run(city, "scan", {**settings, "where": where}, layer="event").tables["clusters"].loc[0]
    assert (first["p"], first["end"][:7]) == (0.01, "2025-12")
