"""The plan of an import, made from the headers and the first rows before anything is written."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.columns import Column, field_names
from gridloom_layers.importing.dates import DateEvidence, DateStyle
from gridloom_layers.importing.inference import infer_type
from gridloom_layers.importing.personal import looks_personal
from gridloom_layers.importing.plausibility import date_limits
from gridloom_layers.importing.positions import Coordinates, Shapes
from gridloom_layers.importing.texts import as_text, without_placeholders
from gridloom_layers.language import Message, tr
from gridloom_layers.readers import Source
from gridloom_layers.roles import Role, RoleField
from gridloom_layers.workspace import TableField


@dataclass(frozen=True)
class Plan:
    """How each row is read: its columns, its place, its key, by which data date.

    ``key`` is None where no column is mapped to the role's key, or where that column is only a
    running number of its file: such numbers begin anew in each file, so they identify nothing in
    a table, and comparing them would throw good rows away.
    """

    role: Role
    mapping: Mapping[str, str]
    columns: tuple[Column, ...]
    position: Shapes | Coordinates | None
    key: str | None
    as_of: dt.date
    warnings: list[Message] = field(default_factory=list)

    @property
    def fields(self) -> tuple[TableField, ...]:
        """The fields of the table, in the order of the columns."""
        return tuple(column.field for column in self.columns)

    def named_by(self, source: Source) -> set[str]:
        """Return the columns that say what a row is about: the first one, keys and names."""
        fields = [
            name for name in self.mapping
            if name == self.role.key or name.endswith("name")
        ]  # fmt: skip
        return {source.headers[0], *(self.mapping[name] for name in fields)}


def plan_columns(
    source: Source,
    role: Role,
    mapping: Mapping[str, str],
    as_of: dt.date,
    sample: pa.RecordBatch,
    texts: Collection[str],
    thorough: bool,
    links: Collection[str],
) -> tuple[tuple[Column, ...], list[Message]]:
    """Return the columns to be stored, and what to tell the user about them.

    ``texts`` are source columns that are text whatever their first values look like;
    ``thorough`` reads the whole source to see in which form it writes its dates; ``links`` are
    the columns of links of the table, which are none of a source.
    """
    mapped = [role_field for role_field in role.fields if role_field.name in mapping]
    styles, warnings = _date_styles(source, mapped, mapping, sample, thorough)
    canonical = [
        _canonical(role, role_field, mapping[role_field.name], as_of, styles, sample)
        for role_field in mapped
    ]
    used = {mapping[role_field.name] for role_field in mapped}
    rest = [header for header in source.headers if header not in used]
    names = field_names(rest, [*(role_field.name for role_field in role.fields), *links])
    others = [_other(role, header, names[header], sample, texts) for header in rest]
    return (*canonical, *others), warnings


def _canonical(
    role: Role,
    role_field: RoleField,
    header: str,
    as_of: dt.date,
    styles: Mapping[str, DateStyle],
    sample: pa.RecordBatch,
) -> Column:
    personal = role_field.personal
    if personal == "no" and looks_personal(as_text(sample.column(header))):
        personal = "identifier"
    dated = role_field.type in ("date", "datetime")
    return Column(
        header,
        TableField(
            name=role_field.name,
            type=role_field.type,
            source=header,
            canonical=True,
            personal=personal,
        ),
        code=role_field.code,
        values=role_field.values,
        style=styles.get(header),
        limits=date_limits(role, role_field, as_of) if dated else None,
    )


def _other(
    role: Role, header: str, name: str, sample: pa.RecordBatch, texts: Collection[str]
) -> Column:
    """Return a column that no field is mapped to, under its own name.

    What it holds is not known: its texts count as identifiers where the role is personal, and
    anywhere where its values look like citizen IDs or telephone numbers.
    """
    array = sample.column(header)
    kind = "text" if header in texts else infer_type(header, array)
    personal = looks_personal(as_text(array)) or (role.personal and kind == "text")
    return Column(
        header,
        TableField(
            name=name,
            type=kind,
            source=header,
            personal="identifier" if personal else "no",
        ),
        style=DateStyle(),
    )


def _date_styles(
    source: Source,
    mapped: list[RoleField],
    mapping: Mapping[str, str],
    sample: pa.RecordBatch,
    thorough: bool,
) -> tuple[dict[str, DateStyle], list[Message]]:
    headers = [
        mapping[role_field.name] for role_field in mapped
        if role_field.type in ("date", "datetime")
    ]  # fmt: skip
    evidence = {header: DateEvidence() for header in headers}
    _observe(evidence, sample)
    if thorough or any(found.uncertain for found in evidence.values()):
        evidence = {header: DateEvidence() for header in headers}
        for batch in source.batches():
            _observe(evidence, batch)
    warnings = [
        tr("In “{column}” day and month cannot be told apart; read as month/day/year.",
           column=header)
        for header, found in evidence.items()
        if found.ambiguous
    ]  # fmt: skip
    styles = {header: found.style(serial=source.is_spreadsheet)
              for header, found in evidence.items()}  # fmt: skip
    return styles, warnings


def _observe(evidence: Mapping[str, DateEvidence], batch: pa.RecordBatch) -> None:
    for header, found in evidence.items():
        array = batch.column(header)
        if not pa.types.is_temporal(array.type):
            found.observe(without_placeholders(as_text(array)))


def choose_key(
    role: Role, mapping: Mapping[str, str], sample: pa.RecordBatch
) -> tuple[str | None, list[Message]]:
    """Return the field that identifies rows in the table, and what to tell the user about it."""
    if role.key is None or role.key not in mapping:
        return None, []
    header = mapping[role.key]
    if is_running_number(as_text(sample.column(header))):
        return None, [
            tr("“{column}” is a running number of its file, so it is no key of the table.",
               column=header)
        ]  # fmt: skip
    return role.key, []


def is_running_number(text: pa.StringArray) -> bool:
    """Tell whether values are whole numbers about as large as there are rows.

    >>> is_running_number(pa.array(["1", "2", "3"])), is_running_number(pa.array(["440303"]))
    (True, False)
    """
    filled = text.drop_null()
    if not len(filled) or not pc.all(pc.match_substring_regex(filled, r"^\d{1,9}$")).as_py():
        return False
    largest = pc.max(filled.cast(pa.int64())).as_py()
    return largest <= 2 * len(filled) and not pc.any(pc.starts_with(filled, "0")).as_py()
