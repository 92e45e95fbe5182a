"""The claims file: every row read, set aside with a reason, or blank."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.expressions.names import close_names
from gridloom_analytics.verification.comparable import ValueKind
from gridloom_analytics.verification.plan import Plan
from gridloom_analytics.verification.reasons import DOUBTS
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing import findings
from gridloom_layers.importing.columns import Column
from gridloom_layers.importing.dates import DateEvidence, DateStyle
from gridloom_layers.importing.intake import blank_rows
from gridloom_layers.importing.texts import as_text, without_placeholders
from gridloom_layers.importing.verdict import Mask, Verdict
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers import SOURCE_ROW, Source, open_source
from gridloom_layers.readers.source import BLANK
from gridloom_layers.roles.aliases import fold_header
from gridloom_layers.workspace import TableField

LEGACY = "legacy-15-digit"
"""A note that tells of another form of a citizen ID, which is looked for in both."""
Masks = Mapping[tuple[str, str], Mask]


@dataclass(frozen=True)
class Claims:
    """Claims ready to be compared, a row for each that could be read.

    ``row`` is its number in the file (the header counts as 1), ``key`` the applicant's own
    number, ``columns`` the values by the names that the rule gives them, in normal form.
    ``mended`` tells where a value was written differently, by (column, rule), ``doubts`` where a
    number has a fault, by (column, finding). ``unread`` has ``row``, ``key``, ``reason`` and
    ``column`` of each row that was set aside.
    """

    file: str
    encoding: str | None
    read: int
    blank: int
    row: npt.NDArray[np.int64]
    key: pa.StringArray
    key_kind: ValueKind
    columns: Mapping[str, pa.Array]
    mended: Masks
    doubts: Masks
    unread: pa.Table
    seconds: float

    def __len__(self) -> int:
        return len(self.row)

    @property
    def quarantined(self) -> Counter[str]:
        """How many rows were set aside for which reason."""
        return Counter(self.unread.column("reason").to_pylist())


@dataclass
class _Reading:
    """A claims file being read as a whole."""

    source: Source
    plan: Plan
    as_of: dt.date
    rows: pa.RecordBatch
    verdict: Verdict
    mended: dict[tuple[str, str], Mask] = field(default_factory=dict)
    doubts: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def columns(self, headers: Mapping[str, str]) -> dict[str, pa.Array]:
        """Return the values of columns in normal form, read by all cores; what is wrong goes into
        the verdict, column by column."""
        with ThreadPoolExecutor() as pool:
            read = dict(zip(headers, pool.map(self._read, headers, headers.values()), strict=True))
        for name, (_, found) in read.items():
            self._judge(name, headers[name], found)
        return {name: values for name, (values, _) in read.items()}

    def _read(self, name: str, header: str) -> tuple[pa.Array, Verdict]:
        kind, style = self.plan.kinds[name], None
        if kind.type in ("date", "datetime"):
            style = self._dates(header)
        target = TableField(name=name, type=kind.type, canonical=True)
        found = Verdict(self.rows.num_rows)
        column = Column(header, target, kind.code, kind.values or None, style)
        return column.convert(self.rows, found, self.as_of), found

    def _judge(self, name: str, header: str, found: Verdict) -> None:
        for number, reason in enumerate(found.reasons):
            if number:
                self.verdict.flag(found.reason == number, reason, header)
        for rule, mask in {**found.mended(), **found.noted(LEGACY)}.items():
            self.mended[name, rule] = mask
        for finding, mask in found.noted(*DOUBTS).items():
            self.doubts[name, finding] = mask

    def _dates(self, header: str) -> DateStyle:
        evidence = DateEvidence()
        array = self.rows.column(header)
        if not pa.types.is_temporal(array.type):
            evidence.observe(without_placeholders(as_text(array)))
        return evidence.style(serial=self.source.is_spreadsheet)


def read_claims(
    path: Path, plan: Plan, as_of: dt.date, encoding: str | None, progress: Progress
) -> Claims:
    """Read a claims file by the rule that ``plan`` is made of.

    Rows that are ragged, have no key, or in which a date or number cannot be read or a
    spreadsheet has lost digits are set aside. Raises ``BadInput`` for a file that is none, or
    that lacks a column that the rule names.
    """
    started = time.perf_counter()
    rule = plan.file.rule.claims
    named = {name: (h,) if isinstance(h, str) else h for name, h in rule.columns.items()}
    known = [fold_header(h) for headers in (*named.values(), (rule.key,)) for h in headers]
    with open_source(path, encoding=encoding, known=known) as source:
        key = _header(source, (rule.key,), key=True)
        headers = {name: _header(source, named[name]) for name in plan.kinds}
        rows = _rows(source, progress)
        reading = _Reading(source, plan, as_of, rows, Verdict(rows.num_rows))
        columns = reading.columns(headers)
        kinds = [plan.kinds[name] for name, header in headers.items() if header == key]
        return _claims(reading, key, kinds, columns, started)


def _header(source: Source, wanted: tuple[str, ...], *, key: bool = False) -> str:
    folded = {fold_header(header): header for header in source.headers}
    for name in wanted:
        if fold_header(name) in folded:
            return folded[fold_header(name)]
    values = {"file": source.name, "column": wanted[0]}
    raise BadInput(
        "missing-key" if key else "missing-column",
        tr("“{file}” has no column “{column}”, the key of the claims.", **values)
        if key
        else tr("“{file}” has no column “{column}”, which the rule compares.", **values),
        Where(str(source.path), source.layer, column=wanted[0]),
        close_names(wanted[0], source.headers),
    )


def _rows(source: Source, progress: Progress) -> pa.RecordBatch:
    batches = []
    for batch in source.batches():
        batches.append(batch)
        progress.report("read", sum(one.num_rows for one in batches), source.rows)
    table = pa.Table.from_batches(batches).combine_chunks() if batches else pa.table({})
    if not table.num_rows and not source.faults:
        raise BadInput(
            "empty-source",
            tr("“{file}” holds no rows.", file=source.name),
            Where(str(source.path), source.layer),
            tr("Check that the right file was given."),
        )
    return table.to_batches()[0] if table.num_rows else _no_rows(source)


def _no_rows(source: Source) -> pa.RecordBatch:
    schema = pa.schema({**dict.fromkeys(source.headers, pa.string()), SOURCE_ROW: pa.int64()})
    return pa.RecordBatch.from_pylist([], schema=schema)


def _claims(
    reading: _Reading, key: str, key_kinds: list[ValueKind], columns: dict[str, pa.Array],
    started: float,
) -> Claims:  # fmt: skip
    source, rows, verdict = reading.source, reading.rows, reading.verdict
    keys = as_text(rows.column(key))
    verdict.flag(keys.is_null().to_numpy(zero_copy_only=False), findings.NO_KEY, key)
    blank = blank_rows(rows, source)
    good = verdict.good & ~blank
    keep = pa.array(good)
    whole = bool(good.all())
    numbers = rows.column(SOURCE_ROW)
    lost = sum(fault.reason == BLANK for fault in source.faults)
    return Claims(
        file=source.name,
        encoding=source.encoding,
        read=rows.num_rows + len(source.faults),
        blank=int(blank.sum()) + lost,
        row=numbers.to_numpy() if whole else numbers.filter(keep).to_numpy(),
        key=keys if whole else keys.filter(keep),
        key_kind=key_kinds[0] if key_kinds else ValueKind(),
        columns={n: v if whole else v.filter(keep) for n, v in columns.items()},
        mended={at: mask[good] for at, mask in reading.mended.items() if mask[good].any()},
        doubts={at: mask[good] for at, mask in reading.doubts.items()},
        unread=_unread(reading, keys, ~verdict.good & ~blank),
        seconds=time.perf_counter() - started,
    )


def _unread(reading: _Reading, keys: pa.StringArray, aside: Mask) -> pa.Table:
    """Return the rows that were set aside, those that could not be split into cells last."""
    verdict, at = reading.verdict, np.flatnonzero(aside)
    faults = [fault for fault in reading.source.faults if fault.reason != BLANK]
    schema = pa.schema(
        {"row": pa.int64(), "key": pa.string(), "reason": pa.string(), "column": pa.string()}
    )
    judged = pa.table(
        {
            "row": reading.rows.column(SOURCE_ROW).take(pa.array(at)),
            "key": keys.take(pa.array(at)),
            "reason": [verdict.reasons[number] for number in verdict.reason[at]],
            "column": [verdict.columns[number] for number in verdict.column[at]],
        },
        schema,
    )
    ragged = [{"row": fault.row, "reason": fault.reason} for fault in faults]
    return pa.concat_tables([judged, pa.Table.from_pylist(ragged, schema)])
