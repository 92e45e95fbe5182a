"""GeoJSON: every member of ``features`` is accounted for, also those that GDAL passes over.

GDAL says nothing of a member that is not a feature, because its ``"type"`` is damaged or is
another one. So the members are counted here without it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.source import SOURCE_ROW, Fault, Source
from gridloom_layers.readers.vector import Reading, open_vector

NOT_A_FEATURE = "not a feature"
FEATURES = np.frombuffer(b"features", np.uint8)
QUOTE, BACKSLASH, COMMA = b'"\\,'
OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT = b"[]{}"
LAST_BLANK = 0x20
"""Blanks of JSON are this byte and some below it."""


def open_geojson(path: Path, layer: str | None) -> Source:
    """Open GeoJSON through GDAL; members that are not features become faults.

    Rows are numbered by their place among the members. A file of which GDAL reads fewer features
    than can be explained so raises ``BadInput`` (damaged-source).
    """
    source = open_vector(path, Reading(path, "GeoJSON"), layer)
    text = np.memmap(path, np.uint8, "r")
    count, values = _members(text, np.empty(0, np.int64))
    if values > 1:  # GDAL would read the first one only
        raise damaged(path)
    if count > source.rows:
        faults = _passed_over(text, count)
        if len(faults) != count - source.rows:
            raise _incomplete(path, count, source.rows)
        source.read = partial(_renumbered, source.read, faults, count)
        source.rows = count
    return source


def _passed_over(text: npt.NDArray[np.uint8], count: int) -> list[Fault]:
    """Return the members that are not features."""
    starts = np.empty(count, np.int64)
    _members(text, starts)
    faults = []
    for number, (start, end) in enumerate(pairwise([*starts.tolist(), len(text)]), 1):
        member = _member(text[start:end].tobytes().decode("utf-8", errors="replace"))
        if not (isinstance(member, dict) and member.get("type") == "Feature"):
            faults.append(Fault(number, NOT_A_FEATURE, json.dumps(member, ensure_ascii=False)))
    return faults


def _member(text: str) -> object:
    """Return the value that a text begins with; the text itself where it is none.

    >>> _member('{"type": "Fdature"}, {}')
    {'type': 'Fdature'}
    """
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return text


def _incomplete(path: Path, count: int, read: int) -> BadInput:
    return BadInput(
        "damaged-source",
        tr(
            "“{file}” has {count:,} features, of which only {read:,} can be read.",
            file=path.name, count=count, read=read,
        ),
        Where(file=str(path)),
        tr("Get the file again from where it comes, or export it anew."),
    )  # fmt: skip


def _renumbered(
    read: Callable[[Source], Iterable[pa.RecordBatch]],
    faults: Sequence[Fault],
    count: int,
    source: Source,
) -> Iterator[pa.RecordBatch]:
    """Read the features, numbered by their place among all ``count`` members."""
    numbers = np.delete(np.arange(1, count + 1), [fault.row - 1 for fault in faults])
    source.faults.extend(faults)
    for batch in read(source):
        rows = numbers[batch.column(SOURCE_ROW).to_numpy() - 1]
        at = batch.schema.get_field_index(SOURCE_ROW)
        yield batch.set_column(at, SOURCE_ROW, pa.array(rows, pa.int64()))
    later = source.faults[len(faults) :]
    source.faults[len(faults) :] = [replace(f, row=int(numbers[f.row - 1])) for f in later]


@njit(cache=True, nogil=True)
def _members(text, starts):
    """Note where the members of the outermost ``"features"`` begin.

    Return how many there are, and how many values the text is. The text is taken for valid JSON;
    a file with comments, which GDAL accepts, may be refused. Only the first ``len(starts)``
    members are noted.
    """
    depth, values, found, at = 0, 0, 0, 0
    named, inside, awaited = False, False, False
    while at < len(text):
        byte = text[at]
        closing = byte in (CLOSE_LIST, CLOSE_OBJECT)
        if awaited and byte > LAST_BLANK and not closing:
            if found < len(starts):
                starts[found] = at
            found, awaited = found + 1, False
        if byte == QUOTE:
            end = _end_of_string(text, at + 1)
            named = depth == 1 and np.array_equal(text[at + 1 : end], FEATURES)
            at = end
        elif byte in (OPEN_LIST, OPEN_OBJECT):
            if depth == 0:
                values += 1
            depth += 1
            awaited = depth == 2 and named and byte == OPEN_LIST
            inside = inside or awaited
        elif closing:
            depth -= 1
            inside, awaited = inside and depth > 1, False
        elif byte == COMMA and inside and depth == 2:
            awaited = True
        at += 1
    return found, values


@njit(cache=True, nogil=True)
def _end_of_string(text, at):
    """Return where the quotation mark is that ends a string whose first byte is at ``at``."""
    while at < len(text) and text[at] != QUOTE:
        at += 2 if text[at] == BACKSLASH else 1
    return at
