"""The trend and the near repeats that were planted in the sample city are found."""

from pathlib import Path
from typing import Any

import pytest

from gridloom_analytics.running import run
from gridloom_layers.workspace import FolderStore, open_workspace

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def city(demo_city: Path) -> FolderStore:
    return open_workspace(demo_city)


def test_the_street_with_the_trend_gets_hotter(city: FolderStore, truth: Truth) -> None:
    planted = truth["planted"]["trend"]
    only = {"where": f"kind = '{planted['kind']}'", "step": "month", "steps_before": 3}
    found = run(city, "emerging", only, layer="street").primary
    street = city.layer("street", ["code"])
    own = found.loc[street.index[street.code == planted["street_code"]][0]]
    assert own.category in ("new-hot", "consecutive-hot", "intensifying-hot", "sporadic-hot")
    assert own.events_trend_z == found.events_trend_z.max()
    assert own.events_trend_p < 1e-4


def test_near_repeats_are_found_and_end_where_they_were_planted_to(
    city: FolderStore, truth: Truth
) -> None:
    planted = truth["planted"]["near_repeats"]
    result = run(city, "near-repeat", {"where": f"kind = '{planted['kind']}'"})
    near = result.tables["pairs"].query("near_repeat")
    assert {(100, 7), (200, 7), (100, 14)} <= set(zip(near.metres_to, near.days_to, strict=True))
    assert near.metres_to.max() <= planted["within_metres"]
    assert near.days_to.max() <= planted["within_days"]
    assert result.scalars["repeats"] == pytest.approx(planted["repeats"], rel=0.15)
    assert result.scalars["originators"] == pytest.approx(planted["origins"], rel=0.15)


def test_a_burglary_of_a_series_is_general_and_one_of_the_background_is_not(
    city: FolderStore, truth: Truth
) -> None:
    kind = truth["planted"]["near_repeats"]["kind"]
    burglaries = run(city, "near-repeat", {"where": f"kind = '{kind}'"}).primary
    series = burglaries.index[burglaries.followed_by >= 2][0]
    near = {"distance": 200, "days": 14}
    verdict = run(city, "isolated-or-general", {"event": str(series), **near}).scalars
    assert verdict["alike"] >= 2
    assert verdict["p"] < 0.01
    alone = burglaries.index[burglaries.role == "neither"][0]
    said = run(city, "isolated-or-general", {"event": str(alone), **near})
    assert "): Isolated: " in said.summary["en"]
    assert "属孤立个案：" in said.summary["zh"]
