"""The columns of a table, and how their values are told: in words, masked where personal."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import Mask, mask_for
from gridloom_analytics.disclosure.grading import Treatment, treatments
from gridloom_layers.language import Language
from gridloom_layers.roles import FieldType, RoleField
from gridloom_layers.workspace import Reading, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title, value_label

NUMBERS = ("integer", "number")
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Column:
    """A field of a table as it is shown; ``known`` is what the role says of it.

    ``mask`` hides the values until they are opened, as the gate hides them in what leaves.
    """

    name: str
    title: Bilingual
    type: FieldType
    known: RoleField | None = None
    mask: Mask | None = None

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, which stand to the right."""
        return self.type in NUMBERS

    @property
    def masked(self) -> bool:
        """Whether the values tell of a person, so that they are masked until they are opened."""
        return self.mask is not None

    def label(self, value: object, language: Language) -> str:
        """Return what one value is called."""
        return value_label(value, self.known)[language]

    def texts(
        self, values: pa.ChunkedArray, language: Language, *, unmasked: bool
    ) -> list[str | None]:
        """Return values as texts in one line, None where there is no value."""
        written = [self._text(value, language) for value in _plain(values).to_pylist()]
        if self.mask is None or unmasked:
            return written
        return [None if text is None else self.mask(text) for text in written]

    def _text(self, value: object, language: Language) -> str | None:
        if value is None or value != value:  # NaN is no value either
            return None
        return " ".join(self.label(value, language).splitlines())


def _plain(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return days and times as texts, other values as they are."""
    if pa.types.is_timestamp(values.type):
        return pc.strftime(values.cast(pa.timestamp("s"), safe=False), format=TIME_FORMAT)
    return values.cast(pa.string()) if pa.types.is_date(values.type) else values


def columns_of(store: Reading, table: TableInfo) -> tuple[Column, ...]:
    """Return the columns of a table in its order; those of links are left out."""
    links = {column for link in store.links if link.left == table.name for column in link.columns}
    fields = [field for field in table.fields if field.name not in links]
    plan = treatments(table, [field.name for field in fields], store.links)
    return tuple(_column(table, field, plan[field.name]) for field in fields)


def _column(table: TableInfo, field: TableField, treatment: Treatment) -> Column:
    known = canonical_field(table, field)
    mask = treatment if callable(treatment) else None
    if treatment == "drop":  # nobody knows what it tells of a person
        mask = mask_for(None, "identifier")
    return Column(field.name, field_title(table, field), field.type, known, mask)
