"""Join by address: texts that are alike enough, with the score kept. Only where it is asked for."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz

from gridloom_layers.joins.addresses import Address, fold_addresses, read_address
from gridloom_layers.joins.matches import CODES, MATCHED, Matches
from gridloom_layers.progress import Progress

WEIGHTS = {"district": 2, "street": 2, "community": 2, "road": 4, "number": 2, "estate": 4,
           "building": 2}  # fmt: skip
UNSAID = 80.0
"""What a part counts that only one of two addresses has: it speaks neither for nor against."""
ALIKE = 0.05
"""Scores that differ by less are equal."""
SLICE = 20_000
"""Addresses between two reports of progress."""
Answer = tuple[int, str, float]
"""The position of the right address (−1: none), else the reason, and the score."""


def match_addresses(
    left: pa.ChunkedArray, right: pa.ChunkedArray, at_least: float, progress: Progress
) -> Matches:
    """Match each left address with the right one that is most alike, by ``at_least`` (0 … 100).

    House and building numbers, and numbers and directions in names of roads, must agree. Only
    addresses that share the road, the community or the estate beside their number are compared.
    Where the best ones are equally alike, the row is ``ambiguous``.
    """
    known = Gazetteer(right)
    texts = fold_addresses(left).dictionary_encode()
    words = texts.dictionary.to_pylist()
    answers: list[Answer] = []
    for start in range(0, len(words), SLICE):
        progress.report("join", start, len(words))
        answers += [known.find(read_address(word), at_least) for word in words[start:][:SLICE]]
    answers.append((-1, "empty", np.nan))
    of_row = pc.fill_null(texts.indices, len(words)).to_numpy(zero_copy_only=False)
    codes = [CODES[reason] if reason else MATCHED for _, reason, _ in answers]
    return Matches(
        np.array([position for position, _, _ in answers], np.int64)[of_row],
        np.array(codes, np.uint8)[of_row],
        duplicates=known.duplicates,
        scores=np.array([score for _, _, score in answers])[of_row],
    )


class Gazetteer:
    """The right addresses, found by what they share with another one.

    Rows with the same address are one place: which of them is meant nobody can tell.
    """

    def __init__(self, right: pa.ChunkedArray) -> None:
        self.rows: dict[Address, list[int]] = defaultdict(list)
        texts = fold_addresses(right).to_pylist()
        read = lru_cache(1 << 16)(read_address)
        for row, text in enumerate(texts):
            if text is not None:
                self.rows[read(text)].append(row)
        self.duplicates = sum(len(rows) - 1 for rows in self.rows.values())
        self._sharing: dict[tuple[str, str, str], list[Address]] = defaultdict(list)
        for address in self.rows:
            for block in _blocks(address):
                self._sharing[block].append(address)
        self.find = lru_cache(1 << 18)(self._find)

    def _find(self, address: Address, at_least: float) -> Answer:
        near = {other for block in _blocks(address) for other in self._sharing.get(block, ())}
        if not near:
            told = bool(address.number or address.building)
            return -1, "no-such-address" if told else "no-house-number", np.nan
        best, places = _best(address, near)
        if best < at_least:
            return -1, "no-such-address", np.nan
        rows = [row for place in places for row in self.rows[place]]
        return (rows[0], "", best) if len(rows) == 1 else (-1, "ambiguous", np.nan)


def _best(address: Address, near: Iterable[Address]) -> tuple[float, list[Address]]:
    """Return the highest score of the addresses near, and those that have it."""
    scored = [(likeness(address, other), other) for other in near]
    best = max(score for score, _ in scored)
    return best, [other for score, other in scored if score > best - ALIKE]


def _blocks(address: Address) -> list[tuple[str, str, str]]:
    """Return what another address must have one of to be compared with this one."""
    shared = (
        (address.road, address.number),
        (address.community, address.number),
        (address.estate, address.building),
    )
    return [(kind, name, number) for kind, (name, number) in zip("rce", shared, strict=True)
            if name and number]  # fmt: skip


def likeness(one: Address, other: Address) -> float:
    """Return how alike two addresses are, 0 … 100; 0 where numbers contradict each other.

    Names are compared by edits, each part with its like; a part of one only counts ``UNSAID``.

    >>> likeness(read_address("南山区水湾路3号"), read_address("深圳市南山区水湾路3号"))
    100.0
    """
    for a, b in ((one.number, other.number), (one.building, other.building)):
        if a and b and a != b:
            return 0.0
    if one.telling != other.telling:
        return 0.0
    total = weight = 0.0
    for (part, a), b in zip(one._asdict().items(), other, strict=True):
        if a or b:
            total += WEIGHTS[part] * (fuzz.ratio(a, b) if a and b else UNSAID)
            weight += WEIGHTS[part]
    return total / weight if weight else 0.0
