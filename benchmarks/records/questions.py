"""What is asked of the records, of ours and of the peers alike, and how answers are compared.

Whatever answers is a :class:`Side`: the peers, and ours, which ``records.our_answers`` asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.measuring import Measurement, timed

BAND = 10
"""Years of age in a band: 0 to 9 is band 0."""
OF_AGE, ON_DATE = 18, "2025-09-01"
"""What ``verify`` asks for: how old an applicant is at least, and at which date all is checked."""
REASONS = (
    "agrees", "identity: unknown", "identity: name", "identity: birth date", "age",
    "residence", "lease", "employment", "social insurance",
)  # fmt: skip
"""What ``reason`` counts: the first check, in this order, that a claim fails; 0 fails none."""


class GridSide(Protocol):
    """Answers the one question that every peer is asked."""

    def grid_by_age(self) -> pa.Table:
        """Return ``grid_key, band, persons``: persons whose grid and age are known, none zero."""
        ...


class Side(GridSide, Protocol):
    """Answers every question; keys are the workspace's row keys, counts whole numbers."""

    def building_by_age_and_sex(self) -> pa.Table:
        """Return ``building_key, band, sex, persons``, as ``grid_by_age``; sex is F, M or U."""
        ...

    def elderly_by_grid(self, street: int) -> pa.Table:
        """Return ``grid_key, persons``: those of 65 and over in the grids of a street."""
        ...

    def person(self, citizen_id: str) -> list[tuple[str, str]]:
        """Return (relation, code) of what a person is linked to, in any order.

        ``building`` with its code; ``representative`` and ``employee`` with the credit code of
        each company, an employer as often as it is registered.
        """
        ...

    def verify(self, claims: Path) -> pa.Table:
        """Return ``number, reason`` of each row of a CSV file (see ``claims``); ``REASONS``."""
        ...


@dataclass(frozen=True)
class Question:
    """A line of the table: ``n`` items looked at, ``keys`` that tell rows of the answer apart.

    ``of`` asks a :class:`Side`, or one that answers at least this.
    """

    name: str
    n: int
    keys: tuple[str, ...]
    of: Callable[[Any], pa.Table]
    repeat: int = 3


@dataclass(frozen=True)
class Asked:
    """An answer and the least seconds it took."""

    seconds: float
    answer: pa.Table


def asked(question: Question, side: GridSide) -> Asked:
    """Ask a warm side; the best of ``question.repeat`` times counts."""
    return Asked(*timed(lambda: question.of(side), question.repeat))


def compared(question: Question, ours: Asked | None, peer: str, theirs: Asked) -> Measurement:
    """Return the measurement, without our half where ours was not asked."""
    name = f"records {question.name}"
    if ours is None:
        return Measurement(name, question.n, None, peer, theirs.seconds)
    apart = difference(ours.answer, theirs.answer, question.keys)
    return Measurement(name, question.n, ours.seconds, peer, theirs.seconds, apart)


def difference(ours: pa.Table, theirs: pa.Table, keys: Sequence[str]) -> float:
    """Return the greatest difference of the one number beside ``keys``; a missing row is −1."""
    (value,) = set(ours.column_names) - set(keys)
    both = _typed(ours).join(
        _typed(theirs), list(keys), join_type="full outer", right_suffix="_theirs"
    )
    sides = [pc.fill_null(both.column(value + end), -1) for end in ("", "_theirs")]
    apart = pc.max(pc.abs(pc.subtract(*sides))).as_py()
    return float(apart or 0)


def _typed(table: pa.Table) -> pa.Table:
    """Return whole numbers as int64 and text as string, whatever a side made of them."""
    fields = [
        pa.field(field.name, pa.int64() if pa.types.is_integer(field.type) else pa.string())
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def people(side: Side, citizen_ids: Sequence[str]) -> pa.Table:
    """Look persons up one after another; return ``citizen_id, relation, code, times``."""
    found = [(one, *link) for one in citizen_ids for link in side.person(one)]
    columns = [list(column) for column in zip(*found, strict=True)] or [[], [], []]
    table = pa.table(
        dict(zip(("citizen_id", "relation", "code"), columns, strict=True)),
        schema=pa.schema([(name, pa.string()) for name in ("citizen_id", "relation", "code")]),
    )
    counted = table.group_by(table.column_names).aggregate([([], "count_all")])
    return counted.rename_columns([*table.column_names, "times"])
