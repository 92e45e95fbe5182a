"""One check for every kind of code: the normal form, and what was found in each value."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from gridloom_layers.codes import building, citizen, credit, division, organisation, room
from gridloom_layers.codes.characters import Mask, spread
from gridloom_layers.codes.normal import normalise
from gridloom_layers.codes.sound import (
    sound_citizen_ids,
    sound_credit_codes,
    sound_division_codes,
)
from gridloom_layers.codes.spreadsheet import written_as_number

FAULTS = ("bad-form", "check-digit", "implausible-date", "damaged-by-excel")
"""Findings that make a code unusable or doubtful; all others are notes or exact repairs."""

CHECKS = {
    "credit": credit.findings,
    "organisation": organisation.findings,
    "division": division.findings,
    "grid": partial(division.findings, widths=division.GRID_WIDTHS),
    "component": partial(division.findings, widths=division.COMPONENT_WIDTHS),
    "building": building.findings,
    "room": room.findings,
}
SOUND = {
    "citizen": sound_citizen_ids,
    "credit": lambda text, _: sound_credit_codes(text),
    "division": lambda text, _: sound_division_codes(text),
}
KINDS = ("citizen", *CHECKS)


@dataclass(frozen=True)
class CodeCheck:
    """The normal form of codes (blank ones null), and a mask over the rows for each finding.

    Findings of every kind: ``full-width``, ``lower-case``, ``separators`` (all three folded away
    in ``normal``), ``bad-form``, ``damaged-by-excel``. Further ones by kind: see
    ``findings`` of each kind's module. A null has no finding.
    """

    kind: str
    normal: pa.StringArray
    findings: dict[str, Mask]

    @property
    def faulty(self) -> Mask:
        """Where a value has a fault (see ``FAULTS``)."""
        faults = [self.findings[name] for name in FAULTS if name in self.findings]
        return np.logical_or.reduce(faults)

    def counts(self) -> dict[str, int]:
        """Return how often each finding occurs, those that do not occur left out."""
        counted = {name: int(np.count_nonzero(mask)) for name, mask in self.findings.items()}
        return {name: count for name, count in counted.items() if count}


def check(kind: str, values: pa.Array | pa.ChunkedArray, as_of: dt.date | None = None) -> CodeCheck:
    """Check codes of a kind (the word in ``code`` of a role's field).

    ``as_of`` is the data date: citizen IDs with a later date of birth are implausible.
    Raises ``KeyError`` for a kind that is none.

    >>> found = check("citizen", pa.array(["34052419800101001x"]))
    >>> found.normal.to_pylist(), found.counts()
    (['34052419800101001X'], {'lower-case': 1})
    """
    normal = normalise(values, hyphens=kind == "organisation")
    folded = {
        "full-width": normal.full_width,
        "lower-case": normal.lower_case,
        "separators": normal.separators,
    }
    return CodeCheck(kind, normal.text, folded | _found(kind, normal.text, as_of))


def _found(kind: str, text: pa.StringArray, as_of: dt.date | None) -> dict[str, Mask]:
    """Return the findings, looked for in the texts only that are not known to be sound."""
    size = len(text)
    sound = SOUND[kind](text, as_of) if kind in SOUND else np.zeros(size, np.bool_)
    at = np.flatnonzero(~sound)
    some = text if len(at) == size else text.take(pa.array(at))
    found = citizen.findings(some, as_of) if kind == "citizen" else CHECKS[kind](some)
    as_number = written_as_number(some, found["bad-form"])
    found["bad-form"] &= ~as_number
    found["damaged-by-excel"] = as_number | found.get("damaged-by-excel", False)
    return {name: spread(size, at, mask) for name, mask in found.items()}
