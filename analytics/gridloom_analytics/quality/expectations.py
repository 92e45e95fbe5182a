"""What is expected of the rows of each role, read from ``data/gridloom_data/quality/*.toml``."""

import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gridloom_data import data_path
from gridloom_layers.language import Language


class _Expected(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(_Expected):
    """The plausible numbers of a field, both ends included."""

    least: float | None = None
    most: float | None = None


class PartAgreement(_Expected):
    """A code says what another field says too: the ``part`` of the field ``of`` is ``field``."""

    kind: Literal["part"]
    name: str
    title: dict[Language, str]
    of: str
    part: Literal["birth-date", "sex", "organisation", "building"]
    field: str


class OrderAgreement(_Expected):
    """One date does not come before another."""

    kind: Literal["order"]
    name: str
    title: dict[Language, str]
    earlier: str
    later: str


class Expectations(_Expected):
    """What is expected of a role.

    ``required`` fields (``position`` is the geometry) make up the completeness of a table, all
    of its fields where none is named. A row is up to date when it was ``updated`` (a date field;
    without one, or where it is empty, the data date of the row's source counts) in the
    ``current_days`` before the workspace's data date.
    """

    required: tuple[str, ...] = ()
    current_days: int
    updated: str | None = None
    ranges: dict[str, Range] = {}
    agreements: tuple[PartAgreement | OrderAgreement, ...] = ()


@cache
def expectations(role: str) -> Expectations:
    """Return what is expected of the rows of a role.

    >>> expectations("person").required[0]
    'citizen_id'
    """
    text = data_path("quality", f"{role}.toml").read_text(encoding="utf-8")
    return Expectations.model_validate(tomllib.loads(text))
