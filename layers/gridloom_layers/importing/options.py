"""What a user may say about an import."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr

Mode = Literal["new", "upsert", "replace"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True)
class ImportOptions:
    """How a source is to be imported.

    ``name`` is the table's name (else the role, with ``-scheme`` where one is given);
    ``mapping`` gives columns to fields, over what is suggested: ``{"code": "BGID"}``, an empty
    column leaves the field out, and ``x`` and ``y`` are the coordinates of a table (for a vector
    file ``{"x": "y", "y": "x"}`` swaps its axes). ``datum`` is one of wgs84, cgcs2000, gcj02,
    bd09. ``mode``: ``new`` appends rows, ``upsert`` replaces rows with the same key and appends
    the rest, ``replace`` begins the table anew. ``department`` delivered the source: what it says
    is kept apart from what others say.
    """

    role: str
    name: str | None = None
    layer: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    datum: str = "wgs84"
    crs: str | None = None
    as_of: dt.date | None = None
    scheme: str | None = None
    mode: Mode = "new"
    department: str | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise BadInput(
                "unknown-mode",
                tr("There is no import mode “{mode}”.", mode=self.mode),
                hint=tr("Use one of: {modes}.", modes=listed(MODES)),
            )
        if self.department is not None and not self.department.strip():
            raise BadInput(
                "no-department",
                tr("The department that a source is from needs a name."),
                hint=tr("Write it after --from, or leave that out."),
            )

    @property
    def table(self) -> str:
        """The name of the table that the rows go to."""
        return self.name or (f"{self.role}-{self.scheme}" if self.scheme else self.role)
