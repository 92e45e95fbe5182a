"""Which events happen, where and when: a background over the city, and what is planted in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_sample import seeds
from gridloom_sample.buildings.components import Components
from gridloom_sample.buildings.placing import beside
from gridloom_sample.city import City
from gridloom_sample.happenings.deadlines import DAY, Minutes
from gridloom_sample.planted import OUTLIER_KIND, REPEAT_KIND, TREND_KIND
from gridloom_sample.proportions import FULL_EVENTS
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.territory.regions import Points
from gridloom_sample.text import draw

PERIOD = 731 * DAY
"""Minutes of 2024 and 2025."""
HOT_SHARE, TREND_SHARE, REPEAT_SHARE, OUTLIER_SHARE = 0.035, 0.03, 0.02, 0.012
"""Shares of all events that are planted: for each hot cluster; the trend; repeats; the grid."""
REPEAT_METRES, REPEAT_DAYS = 80.0, 5.0
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 10, 8, 8, 10, 11, 11, 10, 9, 9, 9, 8, 6, 4)
BESIDE = 12.0


@dataclass(frozen=True)
class Occurrences:
    """Events in the order of their report.

    ``component`` is −1 where none is concerned; ``planted`` names what put the event there: "" for
    the background.
    """

    kind: Integers
    reported: Minutes
    xy: Points
    building: Integers
    component: Integers
    planted: npt.NDArray[np.object_]


@dataclass(frozen=True)
class _Batch:
    kind: Integers
    reported: Minutes
    building: Integers
    planted: str
    xy: Points | None = None


def event_kinds() -> pd.DataFrame:
    """Return the class table of events, numbers as numbers."""
    table = seeds.read_table("classes", "event_kinds.csv")
    numbers = ["limit", "handling", "weight"]
    return table.assign(**{name: table[name].astype(float) for name in numbers})


def occur(city: City, components: Components) -> Occurrences:
    """Return all events of the city."""
    rng = city.random("events")
    kinds, total = event_kinds(), city.proportions.of(FULL_EVENTS)
    planted = [
        *_hot(city, kinds, total, rng),
        _trend(city, kinds, round(total * TREND_SHARE), rng),
        *_repeats(city, kinds, round(total * REPEAT_SHARE), rng),
        _outlier(city, kinds, round(total * OUTLIER_SHARE), rng),
    ]
    rest = total - sum(len(batch.kind) for batch in planted)
    return _merged(city, [_background(city, kinds, rest, rng), *planted], components, kinds, rng)


def _position(kinds: pd.DataFrame, code: str) -> int:
    return kinds["kind_code"].tolist().index(code)


def _times(rng: np.random.Generator, count: int) -> Minutes:
    """Return moments spread evenly over the days, by day more than by night."""
    day = rng.integers(0, PERIOD // DAY, count)
    return day * DAY + draw(rng, HOURS, count) * 60 + rng.integers(0, 60, count)


def _buildings(
    city: City, chosen: npt.NDArray[np.bool_] | None, count: int, rng: np.random.Generator
) -> Integers:
    """Return buildings (among the ``chosen``) in proportion to their people."""
    weight = city.stock.residents + 3.0
    return draw(rng, weight if chosen is None else np.where(chosen, weight, 0.0), count)


def _background(city: City, kinds: pd.DataFrame, count: int, rng: np.random.Generator) -> _Batch:
    kind = draw(rng, kinds["weight"], count)
    return _Batch(kind, _times(rng, count), _buildings(city, None, count, rng), "")


def _hot(city: City, kinds: pd.DataFrame, total: int, rng: np.random.Generator) -> list[_Batch]:
    batches = []
    for code, communities in city.planted.hot.items():
        count = round(total * HOT_SHARE)
        inside = np.isin(city.stock.community, communities)
        building = _buildings(city, inside, count, rng)
        kind = np.full(count, _position(kinds, code))
        batches.append(_Batch(kind, _times(rng, count), building, f"hot-{code}"))
    return batches


def _trend(city: City, kinds: pd.DataFrame, count: int, rng: np.random.Generator) -> _Batch:
    """Return events whose rate in one street grows in a straight line from nothing."""
    street = city.ground.communities.parent[city.stock.community]
    building = _buildings(city, street == city.planted.trend_street, count, rng)
    day = np.floor(np.sqrt(rng.random(count)) * (PERIOD // DAY)).astype(np.int64)
    reported = day * DAY + _times(rng, count) % DAY
    return _Batch(np.full(count, _position(kinds, TREND_KIND)), reported, building, "trend")


def _repeats(city: City, kinds: pd.DataFrame, count: int, rng: np.random.Generator) -> list[_Batch]:
    """Return burglaries that are followed, near by and soon after, by two others each."""
    origins = count // 3
    building = _buildings(city, None, origins, rng)
    reported = _times(rng, origins) * 95 // 100
    xy = beside(city, building, BESIDE, rng)
    kind = np.full(origins, _position(kinds, REPEAT_KIND))
    first = _Batch(kind, reported, building, "repeat-origin", xy)
    again = np.repeat(np.arange(origins), 2)
    delay = rng.exponential(REPEAT_DAYS, len(again)).clip(0.05, 13.9) * DAY
    step = rng.normal(0.0, REPEAT_METRES / 2, (len(again), 2)).clip(-140, 140)
    later = np.minimum(reported[again] + delay.astype(np.int64), PERIOD - 1)
    second = _Batch(kind[again], later, building[again], "repeat", np.round(xy[again] + step, 2))
    return [first, second]


def _outlier(city: City, kinds: pd.DataFrame, count: int, rng: np.random.Generator) -> _Batch:
    building = _buildings(city, city.stock.grid == city.planted.outlier_grid, count, rng)
    kind = np.full(count, _position(kinds, OUTLIER_KIND))
    return _Batch(kind, _times(rng, count), building, "outlier-grid")


def _merged(
    city: City,
    batches: list[_Batch],
    components: Components,
    kinds: pd.DataFrame,
    rng: np.random.Generator,
) -> Occurrences:
    xy = [
        beside(city, batch.building, BESIDE, rng) if batch.xy is None else batch.xy
        for batch in batches
    ]
    names = [np.full(len(batch.kind), batch.planted, object) for batch in batches]
    kind = np.concatenate([batch.kind for batch in batches])
    building = np.concatenate([batch.building for batch in batches])
    reported = np.concatenate([batch.reported for batch in batches])
    place, planted = np.concatenate(xy), np.concatenate(names)
    component = np.full(len(kind), -1, np.int64)
    about = (kinds["subject"].to_numpy()[kind] == "component") & (planted == "")
    component[about] = rng.integers(0, len(components.kind), int(about.sum()))
    place[about] = components.xy[component[about]]
    building[about] = components.building[component[about]]
    order = np.argsort(reported, kind="stable")
    return Occurrences(
        kind[order],
        reported[order],
        place[order],
        building[order],
        component[order],
        planted[order],
    )
