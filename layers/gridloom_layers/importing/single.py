"""One value as an import would read it."""

import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing import findings
from gridloom_layers.importing.columns import Column, Contradiction
from gridloom_layers.importing.dates import DateStyle
from gridloom_layers.importing.plausibility import date_limits
from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Verdict
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading, TableInfo


def read_value(reading: Reading, table: TableInfo, name: str, text: str) -> str:
    """Return ``text`` as a field of a table would hold it, written as text again.

    Raises ``BadInput`` where the field cannot hold it.
    """
    stored, subject = table.field(name), role(table.role)
    if stored is None:
        raise ValueError(f"{name} is no field of {table.name}")
    known = subject.field(name)
    dated = stored.type in ("date", "datetime")
    column = Column(
        name,
        stored,
        code=known.code if known else None,
        values=known.values if known else None,
        style=DateStyle(),
        limits=date_limits(subject, known, reading.data_date) if known and dated else None,
    )
    verdict = Verdict(1)
    batch = pa.RecordBatch.from_pydict({name: pa.array([text], pa.string())})
    try:
        value = column.convert(batch, verdict, reading.data_date)
    except (Contradiction, pa.ArrowInvalid):
        raise _unfit(table, name, text) from None
    unknown = bool(verdict.noted(findings.UNKNOWN_VALUE))
    if value[0].as_py() is None or unknown or not verdict.good.all():
        raise _unfit(table, name, text)
    return as_text(value)[0].as_py()


def _unfit(table: TableInfo, name: str, text: str) -> BadInput:
    return BadInput(
        "unfit-value",
        tr("“{value}” cannot be a value of “{field}”.", value=text, field=name),
        Where(layer=table.name, column=name),
        tr("Write it as a source would."),
    )
