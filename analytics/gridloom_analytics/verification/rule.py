"""What is checked of a claim, as a rule file says it."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gridloom_analytics.bilingual import Given

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""The name of a check, a group or a claim's column: it becomes a column of the result."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Part):
    """A title in both languages."""

    zh: str
    en: str

    @property
    def given(self) -> Given:
        """The title as a part of sentences."""
        return Given.of({"zh": self.zh, "en": self.en})


class ClaimsRule(_Part):
    """Which column of the claims file is what.

    ``key`` is the applicants' own number; ``columns`` gives each column that checks use a name,
    and the header, or several that it may have.
    """

    key: str
    columns: dict[Name, str | tuple[str, ...]]


class Catchment(_Part):
    """Which areas belong to what the claim names: a school and the communities of its area.

    ``file`` is a table beside the rule file, a row for each pair of ``of`` (the header of what
    the claim names) and ``area`` (the header of the area's code).
    """

    file: str
    of: str
    area: str


class AreaRule(_Part):
    """An area: of a level by its codes, by the code in a claim's column, or a file of polygons."""

    level: str | None = None
    codes: tuple[str, ...] | None = None
    column: str | None = None
    catchment: Catchment | None = None
    file: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "AreaRule":
        by_file = self.file is not None
        by_level = self.level is not None and (self.codes is None) != (self.column is None)
        if by_file == by_level or (by_file and (self.codes or self.column or self.level)):
            raise ValueError("area")
        if self.catchment is not None and self.column is None:
            raise ValueError("area")
        return self


class _Check(_Part):
    """What all checks have.

    ``find`` is the field in which the base is searched, and the claim's column whose value is
    looked for; ``same`` are fields that must be as claimed, ``same_if_claimed`` those that may be
    left blank in a claim; ``where`` is a condition on the row of the base; ``one_of`` puts checks
    into a group, of which one must pass.
    """

    name: Name
    title: Title
    table: str
    find: Annotated[dict[str, str], Field(min_length=1, max_length=1)]
    same: dict[str, str] = {}
    same_if_claimed: dict[str, str] = {}
    where: str | None = None
    required: bool = True
    one_of: Name | None = None


class IdentityCheck(_Check):
    """Whether the base knows a person by the number claimed, and by the same name."""

    kind: Literal["identity"]
    table: str = "person"

    @model_validator(mode="after")
    def _compares(self) -> "IdentityCheck":
        if not self.same:
            raise ValueError("same")
        return self


class ResidenceCheck(_Check):
    """Whether the row that is found lies in an area: where a person lives, where a room is."""

    kind: Literal["residence"]
    table: str = "person"
    area: AreaRule


class RegisterCheck(_Check):
    """Whether a register holds such a row: a lease, an employment, social insurance, a room."""

    kind: Literal["register"]
    area: AreaRule | None = None


class AgeCheck(_Check):
    """Whether a person is of an age, in completed years, on a day."""

    kind: Literal["age"]
    table: str = "person"
    on: dt.date
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "AgeCheck":
        if self.at_least is None and self.at_most is None:
            raise ValueError("age")
        return self


class ExpressionCheck(_Check):
    """Whether the row that is found meets a condition."""

    kind: Literal["expression"]
    table: str = "person"

    @model_validator(mode="after")
    def _asks(self) -> "ExpressionCheck":
        if self.where is None:
            raise ValueError("where")
        return self


Check = Annotated[
    IdentityCheck | ResidenceCheck | RegisterCheck | AgeCheck | ExpressionCheck,
    Field(discriminator="kind"),
]
KINDS = ("identity", "residence", "register", "age", "expression")


class Rule(_Part):
    """A rule: the claims' columns and the checks, in order."""

    title: Title
    claims: ClaimsRule
    check: Annotated[tuple[Check, ...], Field(min_length=1)]
