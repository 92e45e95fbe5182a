"""Areas named in a line of text, such as the address of an event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from gridloom_layers.joins.matches import CODES, MATCHED, Matches
from gridloom_layers.joins.names import fold_names
from gridloom_layers.progress import Progress

ROAD_ENDINGS = "路街道段巷弄橋桥"
"""Signs after a name that make it part of a road's name."""
NEVER_IN_ROADS = "區区縣县市"
"""Ends of names that no road's name begins with; a road sign after them is a slip of the pen."""
SLICE = 50_000
"""Texts at a time."""
REMEMBERED = 1 << 16
"""Texts whose answer is kept: addresses repeat."""


def match_texts(
    texts: pa.ChunkedArray, right: Sequence[pa.ChunkedArray], progress: Progress
) -> Matches:
    """Match each text with the area it names; ``right`` gives parents' names, widest first,
    then the area's own.

    A name directly after its parent's (``大安區敦煌里``) counts first; else a name that is not the
    start of a road's (``東里路``), in the parent that the text names, or alone where only one area
    has it. Texts that name several areas are ``ambiguous``.
    """
    gazetteer = Gazetteer.of([fold_names(part).to_pylist() for part in right])
    resolve = lru_cache(REMEMBERED)(gazetteer.resolve)
    found = np.full(len(texts), EMPTY, np.int64)
    for start in range(0, len(texts), SLICE):
        progress.report("join", start, len(texts))
        for row, text in enumerate(fold_names(texts.slice(start, SLICE)).to_pylist(), start):
            if text is not None:
                found[row] = resolve(text)
    reasons = np.full(len(texts), MATCHED, np.uint8)
    for outcome, reason in OUTCOMES.items():
        reasons[found == outcome] = CODES[reason]
    return Matches(np.maximum(found, -1), reasons, duplicates=gazetteer.duplicates)


NO_AREA, SEVERAL, EMPTY = -1, -2, -3
OUTCOMES = {NO_AREA: "names-no-area", SEVERAL: "ambiguous", EMPTY: "empty"}
Occurrence = tuple[str, int, int]
"""A name, where it begins in a text and where it ends."""


@dataclass(frozen=True)
class Gazetteer:
    """Areas by name. ``rows`` are the first positions of each name with its parents' names."""

    rows: dict[str, list[tuple[int, tuple[str | None, ...]]]]
    find_areas: Callable[[str], list[Occurrence]]
    find_parents: tuple[Callable[[str], list[Occurrence]], ...]
    duplicates: int

    @classmethod
    def of(cls, columns: Sequence[Sequence[str | None]]) -> "Gazetteer":
        """Index areas from their parents' names, widest first, and their own."""
        rows: dict[str, list[tuple[int, tuple[str | None, ...]]]] = {}
        seen, duplicates = set(), 0
        for position, (*parents, name) in enumerate(zip(*columns, strict=True)):
            if name is None:
                continue
            duplicates += (*parents, name) in seen
            if (*parents, name) not in seen:
                rows.setdefault(name, []).append((position, tuple(parents)))
            seen.add((*parents, name))
        parents = tuple(_finder({n for n in part if n}) for part in columns[:-1])
        return cls(rows, _finder(set(rows)), parents, duplicates)

    def resolve(self, text: str) -> int:
        """Return the position of the area that a folded text names, or an outcome below 0."""
        areas = self.find_areas(text)
        if not areas:
            return NO_AREA
        parents = [find(text) for find in self.find_parents]
        named = [{name for name, _, _ in level} for level in parents]
        joints = {end for level in parents for _, _, end in level}
        fits = [
            (position, start in joints, _begins_road(name, text[end : end + 1]))
            for name, start, end in areas
            for position, of in self.rows[name]
            if all(not level or parent in level for level, parent in zip(named, of, strict=True))
        ]
        behind_parent = {position for position, joined, _ in fits if joined}
        alone = {position for position, _, in_road in fits if not in_road}
        chosen = behind_parent or alone
        if len(chosen) > 1:
            return SEVERAL
        return next(iter(chosen), NO_AREA)


def _begins_road(name: str, after: str) -> bool:
    return after != "" and after in ROAD_ENDINGS and name[-1] not in NEVER_IN_ROADS


def _finder(names: set[str]) -> Callable[[str], list[Occurrence]]:
    """Return a function that finds names in a text; of names that end alike the longest counts.

    Only characters that end some name are looked at: 里, 區, 街道 and the like are few.
    """
    lengths: dict[str, list[int]] = {}
    for name in names:
        known = lengths.setdefault(name[-1], [])
        if len(name) not in known:
            known.append(len(name))
    for known in lengths.values():
        known.sort(reverse=True)

    def find(text: str) -> list[Occurrence]:
        found = []
        for end, sign in enumerate(text, 1):
            for length in lengths.get(sign, ()):
                if length <= end and (name := text[end - length : end]) in names:
                    found.append((name, end - length, end))
                    break
        return found

    return find
