"""Citizen IDs, names and telephones of made-up people."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.codes.characters import Bytes
from gridloom_layers.codes.citizen import check_digits
from gridloom_sample import seeds
from gridloom_sample.people.households import CHILD, SPOUSE, Residents
from gridloom_sample.territory.coverage import Integers
from gridloom_sample.text import digits, draw, joined, letters, pick, text_of

DATA_DATE = np.datetime64("2026-01-01")
SERIALS = 500
"""Sequences of one sex at one division and day."""
REGISTERED_SHARE = 0.36
PHONE_PREFIX = "142"
"""A block of numbers that no operator has been given, so that nobody is called."""


@dataclass(frozen=True)
class Identities:
    """``codes`` is a matrix of 18 characters; the rest are columns, a row for each person."""

    codes: Bytes
    names: pa.Array
    born: npt.NDArray[np.datetime64]
    registered: npt.NDArray[np.bool_]
    phones: pa.Array


def identify(people: Residents, chunk: int, chunks: int, rng: np.random.Generator) -> Identities:
    """Return an identity for each resident; no citizen ID occurs twice in all ``chunks``."""
    born = DATA_DATE - people.days.astype("timedelta64[D]")
    registered = rng.random(len(people)) < np.where(people.role == CHILD, 0.5, REGISTERED_SHARE)
    division = _divisions(people, registered, rng)
    serial = _serials(division, people.days, people.male, chunk, chunks, rng)
    bodies = np.concatenate(
        [
            letters(_division_table()[0])[division],
            _compact_dates(born),
            digits(serial * 2 + people.male, 3),
        ],
        axis=1,
    )
    codes = np.column_stack([bodies, check_digits(bodies)])
    number = digits(rng.integers(0, 10**8, len(people)), 8)
    prefix = np.broadcast_to(letters([PHONE_PREFIX]), (len(people), 3))
    return Identities(codes, _names(people, rng), born, registered, text_of(prefix, number))


def _compact_dates(born: npt.NDArray[np.datetime64]) -> Bytes:
    month = born.astype("datetime64[M]")
    year = month.astype("datetime64[Y]")
    number = (
        (year.astype(np.int64) + 1970) * 10_000
        + ((month - year).astype(np.int64) + 1) * 100
        + (born - month).astype(np.int64)
        + 1
    )
    return digits(number, 8)


@cache
def _division_table() -> tuple[list[str], npt.NDArray[np.float64]]:
    """Return the codes of all counties and how many newcomers of Shenzhen come from each."""
    codes = seeds.read_table("shenzhen", "divisions.csv")["code"]
    weights = seeds.read_table("names", "provinces.csv").set_index("province")["weight"]
    province = codes.str[:2]
    share = province.map(weights.astype(float)) / province.map(province.value_counts())
    return codes.tolist(), share.to_numpy(np.float64)


def _divisions(
    people: Residents, registered: npt.NDArray[np.bool_], rng: np.random.Generator
) -> Integers:
    """Return where each ID was issued: often as for the head, for local children in Shenzhen."""
    codes, weights = _division_table()
    own = draw(rng, weights, len(people))
    like_head = (people.role != SPOUSE) & (rng.random(len(people)) < 0.6)
    issued = np.where(like_head, own[people.head], own)
    local = [position for position, code in enumerate(codes) if code.startswith("4403")]
    at_home = registered & (rng.random(len(people)) < np.where(people.role == CHILD, 0.9, 0.3))
    return np.where(at_home, rng.choice(local, len(people)), issued)


def _serials(
    division: Integers,
    days: Integers,
    male: npt.NDArray[np.bool_],
    chunk: int,
    chunks: int,
    rng: np.random.Generator,
) -> Integers:
    """Return sequences that differ among people of one division, day and sex.

    Each chunk draws from its own residue, so that chunks never meet.
    """
    share = SERIALS // chunks
    key = (division * 50_000 + days) * 2 + male
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - np.searchsorted(key[order], key[order])
    start = rng.integers(0, share, len(key))[order][np.searchsorted(key[order], key)]
    return (start + rank) % share * chunks + chunk


def _names(people: Residents, rng: np.random.Generator) -> pa.Array:
    """Return names: children mostly have the head's surname."""
    table = seeds.read_table("names", "surnames.csv")
    surname = draw(rng, table["weight"].astype(float), len(people))
    surname = np.where(people.role == CHILD, surname[people.head], surname)
    return joined(pick(table["surname"].to_list(), surname), given_names(people.male, rng))


def given_names(male: npt.NDArray[np.bool_], rng: np.random.Generator) -> pa.Array:
    """Return a given name for each person by sex."""
    table = seeds.read_table("names", "given.csv")
    lists = [table.loc[table["sex"] == sex, "given"].to_list() for sex in ("F", "M")]
    sizes = np.array([len(names) for names in lists])
    index = rng.integers(0, sizes[male.astype(np.int64)]) + np.where(male, sizes[0], 0)
    return pick(lists[0] + lists[1], index)
