"""What an import did, row by row accounted for."""

from pydantic import BaseModel, ConfigDict

from gridloom_layers.language import Language

ASKED = "asked"
"""Under which a workspace keeps, with the report, how the import was asked for: the fields of
``ImportOptions`` (the mapping as it was given or remembered), and ``path``, the file."""


class ImportReport(BaseModel):
    """The account of one import: ``read`` = ``loaded`` + the quarantined + ``blank``, always.

    ``loaded`` = ``new`` + ``changed`` + ``unchanged`` rows of the table; ``vanished`` rows were in
    the table and are not in the source: only a source that replaces the table takes them out.

    ``conflicts`` counts by field the values that are kept beside another one since this import,
    because departments differ.

    ``repaired`` counts what was mended by rule, ``quarantined`` the rows set aside by reason (the
    first one of each row), ``notes`` what was found in rows that are loaded; the names are those
    of :mod:`gridloom_layers.importing.findings`. ``mapping`` is field → column. ``warnings`` are
    sentences in both languages.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    role: str
    table: str
    layer: str | None
    encoding: str | None
    crs: str | None
    datum: str
    read: int
    loaded: int
    new: int
    changed: int
    unchanged: int
    vanished: int
    conflicts: dict[str, int]
    repaired: dict[str, int]
    quarantined: dict[str, int]
    blank: int
    notes: dict[str, int]
    mapping: dict[str, str]
    warnings: tuple[dict[Language, str], ...]
    seconds: float
