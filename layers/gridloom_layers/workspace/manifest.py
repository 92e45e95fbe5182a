"""The manifest of a workspace: which generation of each file is current. Plain JSON, no code."""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from gridloom_layers.roles import FieldType, Personal

FOLDERS = ("layers", "records", "results", "quarantine")
"""Where the files are that a manifest names."""
FORMAT = 2
"""The version of this schema; :mod:`~gridloom_layers.workspace.formats` reads older ones."""
MANIFEST, LOG = "manifest.json", "log.jsonl"
LAYER = "layer"
"""The name of the one layer in each layer GeoPackage."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableField(_Entry):
    """A column of a stored table.

    ``source`` is the header it had in the source; ``canonical`` says that the role defines it.
    """

    name: str
    type: FieldType
    source: str | None = None
    canonical: bool = False
    personal: Personal = "no"


class SourceInfo(_Entry):
    """A file that rows of a table came from; rows name it by ``number`` in ``source_number``.

    ``department`` is who delivered it, where that was said.
    """

    number: int
    file: str
    layer: str | None = None
    sha256: str
    as_of: dt.date | None = None
    department: str | None = None


class Part(_Entry):
    """A Parquet file of rows of a table, by rising row key, ``first`` to ``last``.

    ``lacks`` are columns of the table that came later: in these rows they are null. The file
    never changes, so ``sha256`` tells whether it is whole; format 1 had none.
    """

    file: str
    rows: int
    first: int
    last: int
    sha256: str | None
    lacks: tuple[str, ...] = ()


class TableInfo(_Entry):
    """A layer or table: its role, its files, what it holds.

    ``geometry`` is ``area``, ``point``, ``line`` or None (records without a place);
    ``extent`` is (xmin, ymin, xmax, ymax) in the workspace's CRS. ``records`` hold the rows one
    after another; ``history`` rows as they were before a later source changed or removed them,
    with the number of that source as ``ended_by``. ``layer`` is the GeoPackage of a layer; where
    records have a place (events) their geometry is in ``records``. ``layer_digest`` is of what
    that file held when it was written; its bytes change when QGIS opens it.
    """

    name: str
    role: str
    rows: int
    key: str | None
    fields: tuple[TableField, ...]
    geometry: Literal["area", "line", "point"] | None = None
    extent: Box | None = None
    scheme: str | None = None
    as_of: dt.date | None = None
    sources: tuple[SourceInfo, ...] = ()
    generation: int
    records: tuple[Part, ...]
    history: tuple[Part, ...] = ()
    layer: str | None = None
    layer_digest: str | None = None

    def field(self, name: str) -> TableField | None:
        """Return the column called ``name``, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the columns, the row key and the geometry left out."""
        return tuple(field.name for field in self.fields)


class Link(_Entry):
    """A join kept as a column: ``left.column`` holds the row key of a row of ``right``, or null.

    ``on``, ``within`` (metres) and ``at_least`` (a score) are as for
    :func:`gridloom_layers.joins.join`. A link by alikeness has its scores (0 … 100) in ``score``,
    which is a field of the table as others are.
    """

    left: str
    right: str
    by: Literal["code", "place", "name", "address"]
    on: str | None
    within: float | None = None
    at_least: float | None = None
    column: str
    score: str | None = None
    report: dict[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the left table that the link made."""
        return (self.column,) if self.score is None else (self.column, self.score)


class Ownership(_Entry):
    """Whose values a table holds; :mod:`gridloom_layers.ownership` says how it is to be read.

    ``owners`` are the departments of each field in order, under ``*`` those of the others.
    ``sets`` are sets of source numbers, ``claims`` holds for a row and field which of them says
    the value that is kept (counted from 1), ``conflicts`` the values that are not. ``edits`` are
    what was corrected by hand; :mod:`gridloom_layers.ownership.edits` says how they are to be read.
    """

    owners: dict[str, tuple[str, ...]] = {}
    sets: tuple[tuple[int, ...], ...] = ()
    claims: tuple[Part, ...] = ()
    conflicts: tuple[Part, ...] = ()
    edits: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """All its files."""
        return (*self.claims, *self.conflicts, *self.edits)


class MeasureEntry(_Entry):
    """A measure kept under a name."""

    name: str
    text: str


class ImportEntry(_Entry):
    """One import that happened: its report and where its quarantined rows are."""

    number: int
    table: str
    report: dict[str, Any]
    quarantine: str | None = None
    quarantine_sha256: str | None = None


class ResultEntry(_Entry):
    """A kept result: ``document`` is its metadata, ``files`` its data, by kind."""

    name: str
    analysis: str
    generation: int
    document: dict[str, Any]
    files: dict[str, str]


class Obsolete(_Entry):
    """A file that no manifest from ``since`` on names; swept when no older reader is left."""

    file: str
    since: int


class Encryption(_Entry):
    """That the Parquet of a workspace is encrypted, with the key that goes by ``id``.

    ``check`` tells whether a key is the right one; ``salt`` is there where it is made of a
    passphrase.
    """

    id: str
    check: str
    salt: str | None = None


class Manifest(_Entry):
    """Everything that is current in a workspace at one commit (``sequence``).

    ``format`` is the one that the workspace has on the disk; in memory all have the newest shape.
    ``seal`` is a digest of the text, where it is in a file of its own.
    """

    format: Literal[1, 2] = FORMAT
    seal: str = ""
    sequence: int = 0
    crs: str
    data_date: dt.date
    encryption: Encryption | None = None
    tables: dict[str, TableInfo] = {}
    links: tuple[Link, ...] = ()
    measures: dict[str, MeasureEntry] = {}
    results: dict[str, ResultEntry] = {}
    imports: tuple[ImportEntry, ...] = ()
    mappings: dict[str, dict[str, str]] = {}
    ownership: dict[str, Ownership] = {}
    obsolete: tuple[Obsolete, ...] = ()

    def files(self) -> set[str]:
        """Return the relative paths of all files that are current."""
        named = [entry.quarantine for entry in self.imports]
        for table in self.tables.values():
            named += [part.file for part in (*table.records, *table.history)]
            named.append(table.layer)
        for owned in self.ownership.values():
            named += [part.file for part in owned.parts]
        for result in self.results.values():
            named += result.files.values()
        return {name for name in named if name}
