"""The file of events: life cycle, limits, who reported."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_sample import seeds
from gridloom_sample.buildings.components import Components
from gridloom_sample.city import City
from gridloom_sample.happenings.deadlines import DAY, FIRST_DAY, Minutes, due
from gridloom_sample.happenings.occurrence import PERIOD, Occurrences, event_kinds
from gridloom_sample.people.identities import PHONE_PREFIX, given_names
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.text import digits, draw, joined, letters, pick, rows_of, text_of

EVENTS_A_CHUNK = 500_000
STATES = ("已结案", "待核查", "处理中", "待派遣")


def event_tables(
    city: City, occurrences: Occurrences, components: Components
) -> Iterator[pa.Table]:
    """Yield the rows of the event file, in the order of their report."""
    for number, first in enumerate(range(0, len(occurrences.kind), EVENTS_A_CHUNK)):
        rows = slice(first, min(first + EVENTS_A_CHUNK, len(occurrences.kind)))
        yield _table(city, occurrences, components, rows, city.random("events", number + 1))


def _table(
    city: City,
    occurrences: Occurrences,
    components: Components,
    rows: slice,
    rng: np.random.Generator,
) -> pa.Table:
    kinds = event_kinds()
    kind, reported = occurrences.kind[rows], occurrences.reported[rows]
    building, component = occurrences.building[rows], occurrences.component[rows]
    count = len(kind)
    cycle = _cycle(kind, reported, rng)
    grids = city.ground.grids.table["code"].to_list()
    at_building = kinds["subject"].to_numpy()[kind] == "building"
    columns: dict[str, pa.Array] = {
        "案件编号": _case_numbers(reported, rows.start),
        "事件大类": pick(kinds["class_name"].to_list(), kind),
        "事件小类": pick(kinds["kind"].to_list(), kind),
        **{name: _moments(minutes) for name, minutes in cycle.items()},
        "案件状态": _states(cycle),
        "X坐标": pa.array(occurrences.xy[rows, 0]),
        "Y坐标": pa.array(occurrences.xy[rows, 1]),
        "所属网格": pick(grids, city.stock.grid[building]),
        "楼栋编码": _where(at_building, text_of(city.stock.code[building])),
        "部件编码": _where(component >= 0, rows_of(components.codes, np.maximum(component, 0))),
        "发生地点": joined(rows_of(city.stock.address, building), "附近"),
        "上报人": _reporters(count, rng),
        "来电号码": _phones(count, rng),
        "数据来源": pick(("模拟数据",), np.zeros(count, np.int64)),
    }
    return pa.table(columns)


def _case_numbers(reported: Minutes, start: int) -> pa.Array:
    """Return case numbers: AJ, year, a serial through the whole file."""
    year = np.where(reported < 366 * DAY, 2024, 2025)
    head = np.broadcast_to(letters(["AJ"]), (len(year), 2))
    return text_of(head, digits(year, 4), digits(np.arange(start, start + len(year)) + 1, 8))


def _cycle(kind: Integers, reported: Minutes, rng: np.random.Generator) -> dict[str, Minutes]:
    """Return the times of a case in minutes since the first day; those after the period are −1."""
    kinds, count = event_kinds(), len(kind)
    accepted = reported + rng.gamma(1.5, 12.0, count).astype(np.int64) + 1
    dispatched = accepted + rng.gamma(1.5, 20.0, count).astype(np.int64) + 1
    limit = kinds["limit"].to_numpy()[kind].astype(np.int64)
    due_at = due(accepted, kinds["limit_kind"].to_numpy()[kind], limit)
    hours = kinds["handling"].to_numpy()[kind] * rng.lognormal(-0.25, 0.75, count)
    finished = dispatched + np.maximum(hours * 60, 10).astype(np.int64)
    closed = finished + rng.gamma(1.2, 300.0, count).astype(np.int64) + 5
    times = {
        "上报时间": reported,
        "受理时间": accepted,
        "派遣时间": dispatched,
        "处置完成时间": finished,
        "结案时间": closed,
    }
    known = {name: np.where(minutes < PERIOD, minutes, -1) for name, minutes in times.items()}
    return {**known, "应结时间": due_at}


def _moments(minutes: Minutes) -> pa.Array:
    """Return minutes as texts such as 2024-01-31 08:05:00; null where they are negative."""
    moment = np.datetime64(FIRST_DAY, "s") + (minutes * 60).astype("timedelta64[s]")
    text = pc.call_function("strftime", [pa.array(moment)], pc.StrftimeOptions("%Y-%m-%d %H:%M:%S"))
    return _where(minutes >= 0, text)


def _where(mask: npt.NDArray[np.bool_], values: pa.Array) -> pa.Array:
    """Return the values, null where not ``mask``."""
    return pc.call_function("if_else", [pa.array(mask), values, pa.scalar(None, values.type)])


def _states(cycle: dict[str, Minutes]) -> pa.Array:
    reached = [cycle["结案时间"] >= 0, cycle["处置完成时间"] >= 0, cycle["派遣时间"] >= 0]
    return pick(STATES, np.select(reached, [0, 1, 2], 3))


def _reporters(count: int, rng: np.random.Generator) -> pa.Array:
    surnames = seeds.read_table("names", "surnames.csv")
    surname = draw(rng, surnames["weight"].astype(float), count)
    return joined(
        pick(surnames["surname"].to_list(), surname), given_names(rng.random(count) < 0.5, rng)
    )


def _phones(count: int, rng: np.random.Generator) -> pa.Array:
    prefix = np.broadcast_to(letters([PHONE_PREFIX]), (count, 3))
    return text_of(prefix, digits(rng.integers(0, 10**8, count), 8))
