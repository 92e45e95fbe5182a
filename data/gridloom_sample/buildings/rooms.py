"""Rooms: 25-character codes, floors, areas."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from gridloom_layers.codes.characters import Bytes
from gridloom_sample.buildings.stock import Stock
from gridloom_sample.city import City
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.text import digits, pick, text_of

BUILDINGS_A_CHUNK = 60_000
USES = ("居住", "居住", "宿舍", "办公", "居住")
"""What a room is for, by land use."""


def room_numbers(stock: Stock, building: Integers, room: Integers) -> tuple[Integers, Integers]:
    """Return the floor and the number on the floor (both from 1) of rooms counted from 0."""
    per_floor = -(-stock.rooms // stock.floors)
    return room // per_floor[building] + 1, room % per_floor[building] + 1


def room_codes(stock: Stock, building: Integers, room: Integers) -> Bytes:
    """Return room codes: the building's 19 characters, floor (3), number on the floor (3)."""
    floor, number = room_numbers(stock, building, room)
    return np.concatenate([stock.code[building], digits(floor, 3), digits(number, 3)], axis=1)


def room_tables(city: City) -> Iterator[pa.Table]:
    """Yield the rooms of the city as the housing department lists them."""
    stock = city.stock
    for number, first in enumerate(range(0, len(stock), BUILDINGS_A_CHUNK)):
        last = min(first + BUILDINGS_A_CHUNK, len(stock))
        rng = city.random("dwelling", number + 1)
        building = np.repeat(np.arange(first, last), stock.rooms[first:last])
        start = np.searchsorted(building, building)
        room = np.arange(len(building)) - start
        floor, _ = room_numbers(stock, building, room)
        area = np.round(rng.gamma(6.0, 9.0, len(building)) + 12.0, 1)
        yield pa.table(
            {
                "房间编码": text_of(room_codes(stock, building, room)),
                "楼栋编码": text_of(stock.code[building]),
                "所在层": pa.array(floor, pa.int16()),
                "建筑面积": pa.array(area),
                "房间用途": pick(USES, stock.use[building]),
                "数据来源": pick(("模拟数据",), np.zeros(len(building), np.int64)),
            }
        )
