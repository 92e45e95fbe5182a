"""Registers that departments keep about people: leases, employment, social insurance, schools."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.spatial import KDTree

from gridloom_sample.buildings.facilities import Facilities
from gridloom_sample.buildings.rooms import room_codes
from gridloom_sample.city import City
from gridloom_sample.people.entities import Entities
from gridloom_sample.people.households import HEAD
from gridloom_sample.people.identities import DATA_DATE
from gridloom_sample.people.persons import MADE, Chunk
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.text import digits, draw, letters, pick, rows_of, text_of

SCHOOL_AGES = {"小学": (6, 12), "初中": (12, 15), "高中": (15, 18)}
SCHOOLS_IN_REACH = 3
REGISTERS = {
    "lease": "租赁",
    "employment": "就业",
    "social_insurance": "社保",
    "school_roll": "学籍",
}
"""Names of the tables, and of the files."""


def register_tables(
    city: City,
    chunk: Chunk,
    entities: Entities,
    facilities: Facilities,
    rng: np.random.Generator,
) -> dict[str, pa.Table]:
    """Return the rows of every register for a chunk of people."""
    age = chunk.residents.age
    working = np.flatnonzero((age >= 18) & (age < 60) & (rng.random(len(age)) < 0.72))
    employer = draw(rng, entities.employees, len(working))
    insured = rng.random(len(working)) < 0.85
    return {
        "lease": _leases(city, chunk, rng),
        "employment": _jobs(chunk, entities, working, employer, rng),
        "social_insurance": _insured(chunk, entities, working[insured], employer[insured], rng),
        "school_roll": _pupils(city, chunk, facilities, rng),
    }


def _number(kind: str, chunk: Chunk, count: int) -> pa.Array:
    """Return register numbers: kind, chunk and serial; none occurs twice."""
    head = np.broadcast_to(letters([kind]), (count, len(kind)))
    where = digits(np.full(count, chunk.number), 3)
    return text_of(head, where, digits(np.arange(1, count + 1), 7))


def _dates(rng: np.random.Generator, count: int, longest: int) -> npt.NDArray[np.datetime64]:
    """Return days before the data date, mostly recent ones."""
    days = rng.beta(1.0, 2.0, count) * longest + 1
    return DATA_DATE - days.astype("timedelta64[D]")


def _made(count: int) -> pa.Array:
    return pick((MADE,), np.zeros(count, np.int64))


def _leases(city: City, chunk: Chunk, rng: np.random.Generator) -> pa.Table:
    people, identities = chunk.residents, chunk.identities
    renting = (people.role == HEAD) & ~identities.registered & (rng.random(len(people)) < 0.8)
    rows = np.flatnonzero(renting)
    starts = _dates(rng, len(rows), 700)
    years = rng.choice((1, 1, 1, 2, 3), len(rows))
    return pa.table(
        {
            "合同编号": _number("ZL", chunk, len(rows)),
            "承租人": rows_of(identities.names, rows),
            "承租人身份证号": text_of(identities.codes[rows]),
            "租赁房屋编码": text_of(
                room_codes(city.stock, people.building[rows], people.room[rows])
            ),
            "租赁开始": pa.array(starts),
            "租赁结束": pa.array(starts + (years * 365).astype("timedelta64[D]")),
            "月租金": pa.array(np.round(rng.lognormal(7.6, 0.5, len(rows)), -1)),
            "数据来源": _made(len(rows)),
        }
    )


def _jobs(
    chunk: Chunk, entities: Entities, rows: Integers, employer: Integers, rng: np.random.Generator
) -> pa.Table:
    ended = rng.random(len(rows)) < 0.06
    ends = DATA_DATE - rng.integers(1, 90, len(rows)).astype("timedelta64[D]")
    return pa.table(
        {
            "编号": _number("JY", chunk, len(rows)),
            "姓名": rows_of(chunk.identities.names, rows),
            "身份证号码": text_of(chunk.identities.codes[rows]),
            "用人单位代码": text_of(entities.codes[employer]),
            "合同开始日期": pa.array(_dates(rng, len(rows), 2500) - np.timedelta64(90, "D")),
            "合同终止日期": pa.array(ends, mask=~ended),
            "数据来源": _made(len(rows)),
        }
    )


def _insured(
    chunk: Chunk, entities: Entities, rows: Integers, employer: Integers, rng: np.random.Generator
) -> pa.Table:
    return pa.table(
        {
            "编号": _number("SB", chunk, len(rows)),
            "参保人": rows_of(chunk.identities.names, rows),
            "证件号码": text_of(chunk.identities.codes[rows]),
            "参保单位信用代码": text_of(entities.codes[employer]),
            "参保开始": pa.array(_dates(rng, len(rows), 3000)),
            "缴费基数": pa.array(np.round(rng.lognormal(9.0, 0.4, len(rows)), -2)),
            "数据来源": _made(len(rows)),
        }
    )


def _pupils(city: City, chunk: Chunk, facilities: Facilities, rng: np.random.Generator) -> pa.Table:
    age, people = chunk.residents.age, chunk.residents
    enrolled = (age >= 6) & (age < 18) & (rng.random(len(age)) < 0.93)
    rows = np.flatnonzero(enrolled)
    school = np.empty(len(rows), np.int64)
    home = city.stock.footprints.xy[people.building[rows]]
    for kind, (youngest, oldest) in SCHOOL_AGES.items():
        mine = (age[rows] >= youngest) & (age[rows] < oldest)
        school[mine] = _schools(facilities, kind, home[mine], rng)
    month = (2025 - 1970 - age[rows] % 6) * 12 + 8  # September of the year of entry
    entered = month.astype("datetime64[M]").astype("datetime64[D]")
    return pa.table(
        {
            "学籍号": _number("XJ", chunk, len(rows)),
            "学生姓名": rows_of(chunk.identities.names, rows),
            "学生身份证号": text_of(chunk.identities.codes[rows]),
            "学校代码": rows_of(facilities.codes, school),
            "学校名称": rows_of(facilities.names, school),
            "入学日期": pa.array(entered),
            "数据来源": _made(len(rows)),
        }
    )


def _schools(
    facilities: Facilities, kind: str, home: npt.NDArray[np.float64], rng: np.random.Generator
) -> Integers:
    """Return one of the three schools of a kind that are nearest to each home."""
    schools = np.flatnonzero(facilities.kind == kind)
    reach = min(SCHOOLS_IN_REACH, len(schools))
    _, near = KDTree(facilities.xy[schools]).query(home, k=reach)
    choice = rng.integers(0, reach, len(home))
    return schools[near.reshape(len(home), reach)[np.arange(len(home)), choice]]
