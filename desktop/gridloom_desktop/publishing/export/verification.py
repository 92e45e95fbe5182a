"""Answers to claims: with the rows' numbers, opaque keys and masked evidence, or whole."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.bilingual import Given
from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_analytics.disclosure.masks import mask_citizen_id, mask_code
from gridloom_analytics.verification import OUTCOMES, UNREADABLE, Claims, Verification
from gridloom_analytics.verification.judging import NO_ROW, Judged
from gridloom_desktop.publishing.export.formats import write_rows
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.importing.findings import title
from gridloom_layers.importing.personal import looks_personal
from gridloom_layers.language import Language, Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, SOURCE_NUMBER, Store

FORMATS = (".csv", ".xlsx", ".parquet")
ROW, KEY, VERDICT, BECAUSE, WRITTEN = "row", "key", "verdict", "because", "rewritten"
Numbers = npt.NDArray[np.int64]


def release_verification(
    store: Store, answer: Verification, permission: Permission | None = None
) -> pa.Table:
    """Return a row for each claim, in the order of the file, as it may leave.

    ``row`` is its number in the claims file and ``key`` the applicant's own number (masked);
    ``verdict`` and ``because_zh``, ``because_en`` say what is found; ``rewritten`` which values
    were brought to their normal form. Then for each check its outcome, the reason's code, the
    row key in the base, the source of that row, and its values (masked). In tables about persons
    the row keys are numbers within the column (``#1`` …), as keys would lead from the applicants'
    own numbers, which are in the claims, to rows that leave masked elsewhere. Rows that could not
    be read have the verdict ``unreadable``. With a ``permission`` values are whole, and the act is
    in the log before they are returned.
    """
    claims = answer.claims
    if permission is not None:
        asked = answer.plan.file.path.name
        put_on_record(store, permission, "verification", {"rows": len(claims), "rule": asked})
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        ROW: pa.array(claims.row),
        KEY: _keys(claims, claims.key, permission),
        VERDICT: _worded(answer.verdict, OUTCOMES),
        **_because(answer),
        WRITTEN: _rewritten(claims),
    }
    for judged in answer.checks:
        columns |= _evidence(store, judged, permission)
    whole = pa.concat_tables(
        [pa.table(columns), _unread(claims, permission)], promote_options="default"
    )
    return whole.take(pc.sort_indices(whole, [(ROW, "ascending")]))


def check_verification_file(out: Path) -> None:
    """Refuse a file whose ending is no format for answers to claims."""
    check_ending(out, FORMATS)


def export_verification(
    store: Store,
    answer: Verification,
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the answers to all claims (.csv, .xlsx, .parquet), released."""
    check_verification_file(out)
    table = release_verification(store, answer, permission)
    released = ReleasedTable(SEAL, table, "verification", None, store.data_date)
    write_rows(released, out, progress or Progress())
    return ExportReport(out, table.num_rows)


def _keys(claims: Claims, keys: pa.Array, permission: Permission | None) -> pa.Array:
    """Mask the applicants' own numbers: they may be citizen IDs."""
    if permission is not None:
        return keys
    personal = claims.key_kind.code == "citizen" or looks_personal(claims.key)
    mask = mask_citizen_id if personal else mask_code
    return treated(pa.table({KEY: keys}), {KEY: mask}).column(KEY).combine_chunks()


def _worded(numbers: npt.NDArray[np.integer], words: Sequence[str | None]) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(numbers))


def _because(answer: Verification) -> dict[str, pa.Array]:
    """Say what keeps claims from passing, in a sentence for each set of reasons that occurs."""
    first, inverse = _sets(len(answer.claims), [one.reason for one in answer.checks])
    languages: tuple[Language, ...] = ("zh", "en")
    said = [_sentences(answer, int(place)) for place in first]
    return {
        f"{BECAUSE}_{language}": _worded(inverse, [one[language] for one in said])
        for language in languages
    }


def _sentences(answer: Verification, place: int) -> dict[Language, str]:
    """Return what keeps one claim from passing, in both languages."""
    told = [
        tr("{check}: {reason}", check=one.planned.check.title.given,
           reason=one.reasons[one.reason[place]].sentence)
        for one in answer.hindering(place)
    ]  # fmt: skip
    if not told:
        return tr("all that is required is as claimed").both()
    return {
        "zh": "；".join(message.render("zh") for message in told),
        "en": "; ".join(message.render("en") for message in told),
    }


def _rewritten(claims: Claims) -> pa.Array:
    """Say which values were written in another form than the normal one, and in which."""
    first, inverse = _sets(len(claims), list(claims.mended.values()))
    told = [
        "; ".join(f"{column}: {rule}" for (column, rule), mask in claims.mended.items()
                  if mask[place]) or None
        for place in first
    ]  # fmt: skip
    return _worded(inverse, told)


def _sets(count: int, columns: Sequence[npt.NDArray[Any]]) -> tuple[Numbers, Numbers]:
    """Return a row of each set of values that occurs together, and the set of each row."""
    which, first = np.zeros(count, np.int64), np.zeros(min(count, 1), np.int64)
    for values in columns:
        pairs = which * (int(values.max(initial=0)) + 1) + values
        _, first, which = np.unique(pairs, return_index=True, return_inverse=True)
    return first, which


def _evidence(
    store: Store, judged: Judged, permission: Permission | None
) -> dict[str, pa.Array | pa.ChunkedArray]:
    """Return the columns of one check: outcome, reason, and what in the base it rests on."""
    name, planned = judged.planned.check.name, judged.planned
    here = np.flatnonzero(judged.row_key != NO_ROW)
    keys = pa.array(judged.row_key[here])
    info = store.table(planned.table)
    wanted = [SOURCE_NUMBER, *planned.shown]
    rows = store.rows(planned.table, keys, wanted)
    shown = rows.select([ROW_KEY, *planned.shown])
    named: pa.Array = keys
    if permission is None:
        named = _numbered(keys) if role(info.role).personal else keys
        shown = treated(shown, treatments(info, shown.column_names, store.links))
    spread = _spread(len(judged.reason), here)
    sources = {
        one.number: f"{one.file} ({one.as_of.isoformat() if one.as_of else '–'})"
        for one in info.sources
    }
    numbers = pc.index_in(rows.column(SOURCE_NUMBER), pa.array([*sources], pa.int64()))
    from_source = pa.array([*sources.values()], pa.string()).take(numbers.combine_chunks())
    return {
        name: _worded(judged.outcome, OUTCOMES),
        f"{name}_reason": _worded(judged.reason, [reason.code for reason in judged.reasons]),
        f"{name}_row_key": spread(named),
        f"{name}_source": spread(from_source),
        f"{name}_found": spread(_listed(shown.drop_columns([ROW_KEY]))),
    }


def _numbered(keys: pa.Array) -> pa.Array:
    """Return ``#1``, ``#2`` … for row keys in the order in which they first come."""
    encoded = keys.dictionary_encode()
    names = [f"#{number}" for number in range(1, len(encoded.dictionary) + 1)]
    return pa.array(names, pa.string()).take(encoded.indices)


def _spread(size: int, here: Numbers) -> Callable[[pa.Array], pa.Array]:
    """Return what puts values at the places ``here`` of ``size``, null elsewhere."""
    if len(here) == size:
        return lambda values: values
    place = np.full(size, NO_ROW, np.int64)
    place[here] = np.arange(len(here))
    at = pa.array(place, mask=place == NO_ROW)
    return lambda values: values.take(at)


def _listed(values: pa.Table) -> pa.Array:
    """Return the values of a row as ``name=张*; starts=2024-09-01``."""
    parts = [
        pc.binary_join_element_wise(
            pa.scalar(name), pc.coalesce(values.column(name).cast(pa.string()), pa.scalar("–")), "="
        )
        for name in values.column_names
    ]
    if not parts:
        return pa.nulls(values.num_rows, pa.string())
    joined = pc.binary_join_element_wise(*parts, "; ")
    return joined.combine_chunks()


def _unread(claims: Claims, permission: Permission | None) -> pa.Table:
    """Return the rows that could not be read, with the reason in both languages."""
    rows = claims.unread
    told = [
        _unreadable(reason, column)
        for reason, column in zip(
            rows.column("reason").to_pylist(), rows.column("column").to_pylist(), strict=True
        )
    ]
    return pa.table(
        {
            ROW: rows.column("row"),
            KEY: _keys(claims, rows.column("key").combine_chunks(), permission),
            VERDICT: pa.array([UNREADABLE] * rows.num_rows, pa.string()),
            f"{BECAUSE}_zh": pa.array([one.render("zh") for one in told], pa.string()),
            f"{BECAUSE}_en": pa.array([one.render("en") for one in told], pa.string()),
        }
    )


def _unreadable(reason: str, column: str | None) -> Message:
    if column is None:
        return title(reason)
    return tr(
        "{check}: {reason}", check=Given.of({"zh": column, "en": column}), reason=title(reason)
    )
