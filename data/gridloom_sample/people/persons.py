"""The population file, in the words of the department that keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes.characters import Bytes
from gridloom_sample.buildings.rooms import room_codes, room_numbers
from gridloom_sample.city import City
from gridloom_sample.people.households import Residents, settle
from gridloom_sample.people.identities import Identities, identify
from gridloom_sample.text import joined, pick, rows_of, text_of, whole_numbers

PERSONS_A_CHUNK = 500_000
MADE = "模拟数据"
"""What the column 数据来源 says in every file."""


@dataclass(frozen=True)
class Chunk:
    """The people of a range of buildings."""

    number: int
    first: int
    last: int
    residents: Residents
    identities: Identities


def chunk_borders(city: City) -> npt.NDArray[np.int64]:
    """Return the building positions between which chunks of about 500,000 persons lie."""
    running = np.cumsum(city.stock.residents)
    count = max(1, round(running[-1] / PERSONS_A_CHUNK))
    goals = np.arange(1, count) * (running[-1] / count)
    return np.r_[0, np.searchsorted(running, goals), len(running)]


def chunks_of_people(city: City) -> Iterator[Chunk]:
    """Yield the people of the city chunk by chunk; the same chunks for the same seed."""
    borders = chunk_borders(city)
    for number, (first, last) in enumerate(pairwise(borders)):
        rng = city.random("persons", number)
        residents = settle(city, int(first), int(last), rng)
        identities = identify(residents, number, len(borders) - 1, rng)
        yield Chunk(number, int(first), int(last), residents, identities)


def person_table(city: City, chunk: Chunk) -> pa.Table:
    """Return the rows of the population file for a chunk."""
    people, identities, stock = chunk.residents, chunk.identities, city.stock
    floor, number = room_numbers(stock, people.building, people.room)
    rooms = room_codes(stock, people.building, people.room)
    home = rows_of(stock.address, people.building)
    return pa.table(
        {
            "身份证号": text_of(identities.codes),
            "姓名": identities.names,
            "性别": pick(("女", "男"), people.male),
            "出生日期": pa.array(identities.born),
            "户口类型": pick(("流动", "户籍"), identities.registered),
            "手机号码": identities.phones,
            "楼栋编码": text_of(stock.code[people.building]),
            "房间编码": text_of(rooms),
            "现住址": joined(home, whole_numbers(floor * 100 + number), "室"),
            "数据来源": pick((MADE,), np.zeros(len(people), np.int64)),
        }
    )


def citizen_codes(chunk: Chunk, rows: npt.NDArray[np.int64]) -> Bytes:
    """Return the citizen IDs of some rows of a chunk."""
    return chunk.identities.codes[rows]
