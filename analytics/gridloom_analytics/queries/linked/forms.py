"""The exact forms in which one code can stand in a row: nothing guessed."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes import citizen, credit, normalise, room
from gridloom_layers.roles import role
from gridloom_layers.workspace import TableInfo

OTHER_FORMS: dict[str, tuple[Callable[[pa.Array], pa.StringArray], ...]] = {
    "citizen": (citizen.from_15, citizen.to_15),
    "credit": (credit.organisation_part,),
    "organisation": (credit.organisation_part,),
    "building": (room.building_part,),
}
"""By kind of code: what else a value of it is written as, or holds of the code wanted."""


def forms(values: Iterable[str], kind: str | None) -> list[str]:
    """Return the texts under which rows may hold ``values`` of a ``kind`` of code, each once.

    As they stand, folded (full width, case, what separates), and in the other exact forms: 15 and
    18 characters of a citizen ID, the organisation code in a credit code, the building in a room
    code.

    >>> forms(["34052419800101001x"], "citizen")
    ['34052419800101001x', '34052419800101001X', '340524800101001']
    """
    given = pa.array(values, pa.string())
    folded = normalise(given, hyphens=kind == "organisation").text if kind else _trimmed(given)
    others = [convert(folded) for convert in OTHER_FORMS.get(kind or "", ())]
    every = [text for column in (given, folded, *others) for text in column.to_pylist()]
    return [text for text in dict.fromkeys(every) if text]


def _trimmed(texts: pa.StringArray) -> pa.StringArray:
    return pc.utf8_trim_whitespace(pc.utf8_normalize(texts, form="NFKC"))


def kind_of(table: TableInfo, field: str) -> str | None:
    """Return the kind of code that a field of a table holds by its role; None for any text."""
    stored = table.field(field)
    known = role(table.role).field(field) if stored is not None and stored.canonical else None
    return known.code if known is not None else None
