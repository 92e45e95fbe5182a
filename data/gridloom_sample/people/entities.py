"""Legal entities: credit codes, names, representatives who live nearby."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from gridloom_layers.codes import credit, organisation
from gridloom_layers.codes.characters import Bytes
from gridloom_sample import seeds
from gridloom_sample.city import City
from gridloom_sample.people.identities import DATA_DATE, PHONE_PREFIX
from gridloom_sample.people.persons import MADE, Chunk, chunk_borders
from gridloom_sample.proportions import FULL_ENTITIES, apportion
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.text import digits, draw, joined, letters, pick, rows_of, text_of

BASE = len(credit.ALPHABET)
SPACE = BASE**5
STRIDE = 11_400_007
"""No common factor with 31: consecutive numbers give codes far apart, none of them twice."""
FANCY = tuple("华鑫盛达鹏泰创联星海天宏信恒源科嘉顺安瑞智汇金润德博")


@dataclass(frozen=True)
class Entities:
    """Entities registered in a chunk: credit codes, building, representative (row of the chunk)."""

    codes: Bytes
    building: Integers
    representative: Integers
    industry: Integers
    employees: Integers


def industries() -> pd.DataFrame:
    """Return the class table of industries."""
    return seeds.read_table("classes", "industries.csv")


def register_entities(city: City, chunk: Chunk, rng: np.random.Generator) -> Entities:
    """Return the chunk's share of the city's entities."""
    first, count = _range(city, chunk.number)
    stock = city.stock
    part = slice(chunk.first, chunk.last)
    firms = city.land.uses["firms"].to_numpy()[stock.use[part]] * stock.rooms[part]
    age = chunk.residents.age
    adults = np.flatnonzero((age >= 22) & (age < 70))
    table = industries()
    industry = draw(rng, table["weight"].astype(float), count)
    typical = table["employees"].astype(float).to_numpy()[industry]
    employees = np.ceil(typical * rng.lognormal(-0.5, 1.0, count)).astype(np.int64)
    return Entities(
        codes=credit_codes(np.arange(first, first + count)),
        building=chunk.first + draw(rng, firms, count),
        representative=rng.choice(adults, count),
        industry=industry,
        employees=employees,
    )


def _range(city: City, chunk: int) -> tuple[int, int]:
    """Return the number of the chunk's first entity and how many there are."""
    running = np.r_[0, np.cumsum(city.stock.residents)]
    people = np.diff(running[chunk_borders(city)])
    counts = apportion(city.proportions.of(FULL_ENTITIES), people)
    return int(counts[:chunk].sum()), int(counts[chunk])


def credit_codes(numbers: Integers) -> Bytes:
    """Return a valid credit code for each number: 91 440300 MA5, five characters, two checks."""
    rest = numbers * STRIDE % SPACE
    alphabet = np.frombuffer(credit.ALPHABET.encode("ascii"), np.uint8)
    body = np.empty((len(numbers), 5), np.uint8)
    for place in range(4, -1, -1):
        rest, value = np.divmod(rest, BASE)
        body[:, place] = alphabet[value]
    head = np.broadcast_to(letters(["MA5"]), (len(numbers), 3))
    part = np.concatenate([head, body], axis=1)
    part = np.column_stack([part, organisation.check_digits(part)])
    where = np.broadcast_to(letters(["91440300"]), (len(numbers), 8))
    code = np.concatenate([where, part], axis=1)
    return np.column_stack([code, credit.check_digits(code)])


def entity_table(
    city: City, chunk: Chunk, entities: Entities, rng: np.random.Generator
) -> pa.Table:
    """Return the rows of the file of legal entities."""
    table, count = industries(), len(entities.codes)
    names = joined(
        "深圳市",
        pick(FANCY, rng.integers(0, len(FANCY), count)),
        pick(FANCY, rng.integers(0, len(FANCY), count)),
        pick(table["noun"].to_list(), entities.industry),
        pick(table["suffix"].to_list(), entities.industry),
    )
    codes = chunk.identities.codes[entities.representative]
    founded = DATA_DATE - (rng.gamma(1.6, 1500.0, count) + 1).astype("timedelta64[D]")
    prefix = np.broadcast_to(letters([PHONE_PREFIX]), (count, 3))
    return pa.table(
        {
            "统一社会信用代码": text_of(entities.codes),
            "企业名称": names,
            "行业门类": pick(table["name"].to_list(), entities.industry),
            "法定代表人": rows_of(chunk.identities.names, entities.representative),
            "法定代表人证件号码": text_of(codes),
            "楼栋编码": text_of(city.stock.code[entities.building]),
            "住所": rows_of(city.stock.address, entities.building),
            "联系电话": text_of(prefix, digits(rng.integers(0, 10**8, count), 8)),
            "成立日期": pa.array(np.maximum(founded, np.datetime64("1986-01-01"))),
            "从业人数": pa.array(entities.employees),
            "注册资本": pa.array(np.round(rng.lognormal(4.6, 1.3, count))),
            "数据来源": pick((MADE,), np.zeros(count, np.int64)),
        }
    )
