"""The columns of a table, and how their values are told: in words, masked where personal."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import mask_for
from gridloom_layers.language import Language
from gridloom_layers.roles import FieldType, Personal, RoleField
from gridloom_layers.workspace import Reading, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title, value_label

NUMBERS = ("integer", "number")
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Column:
    """A field of a table as it is shown; ``known`` is what the role says of it."""

    name: str
    title: Bilingual
    type: FieldType
    known: RoleField | None = None
    personal: Personal = "no"

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers, which stand to the right."""
        return self.type in NUMBERS

    @property
    def masked(self) -> bool:
        """Whether the values are personal, so that they are masked until they are opened."""
        return self.personal != "no"

    def label(self, value: object, language: Language) -> str:
        """Return what one value is called."""
        return value_label(value, self.known)[language]

    def texts(
        self, values: pa.ChunkedArray, language: Language, *, unmasked: bool
    ) -> list[str | None]:
        """Return values as texts in one line, None where there is no value."""
        written = [self._text(value, language) for value in _plain(values).to_pylist()]
        if not self.masked or unmasked:
            return written
        mask = mask_for(self.known, self.personal)
        return [None if text is None else mask(text) for text in written]

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
    return tuple(_column(table, field) for field in table.fields if field.name not in links)


def _column(table: TableInfo, field: TableField) -> Column:
    known = canonical_field(table, field)
    return Column(field.name, field_title(table, field), field.type, known, field.personal)
