"""The report of a join: what was matched, what was not and why."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Example(BaseModel):
    """A row that was not matched: its opaque key, and its value (masked where personal).

    ``similar`` is, for names, a name of the right table that no row matched and that looks alike.
    """

    model_config = ConfigDict(frozen=True)

    row_key: int
    value: str | None
    similar: str | None = None


class JoinReport(BaseModel):
    """What a join did with every row of its left table: matched + Σ unmatched = left_rows.

    ``on`` is None for a join by place; ``repaired`` counts matched rows that needed a rule to
    match (``legacy-15-digit``, ``room-instead-of-building``, ``full-width`` …; their values are
    kept as they are); ``scores``, of a join by address, are the matched rows by how alike they are
    (``90-94``: a score from 90 to under 95); ``duplicates`` are right rows with the key of an
    earlier one, which wins.
    """

    model_config = ConfigDict(frozen=True)

    left: str
    right: str
    by: str
    on: str | None
    left_rows: int
    matched: int
    unmatched: dict[str, int]
    duplicates: int
    examples: dict[str, list[Example]]
    repaired: dict[str, int] = {}
    scores: dict[str, int] | None = None

    @model_validator(mode="after")
    def _every_row_is_told(self) -> Self:
        if self.matched + sum(self.unmatched.values()) != self.left_rows:
            raise ValueError("rows were lost")
        return self
