"""Codes without any finding, told in one pass over their bytes: the checks look at the rest only.

Most codes of most sources are sound. What is not called sound here may still be: it is checked.
"""

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from gridloom_layers.codes import citizen, credit
from gridloom_layers.codes.characters import ZERO, Bytes, Mask, Offsets, bytes_of
from gridloom_layers.codes.days import Whole, is_day
from gridloom_layers.codes.division import WIDTHS, provinces

LENGTH = 18
EARLIEST = citizen.EARLIEST_YEAR * 10_000 + 101
FIRST_PERMIT, LAST_PERMIT = min(citizen.PERMITS), max(citizen.PERMITS)
_CITIZEN_WEIGHTS, _CREDIT_WEIGHTS = np.array(citizen.WEIGHTS), np.array(credit.WEIGHTS)
_CITIZEN_CHECKS, _CREDIT_CHECKS = np.array(citizen.CHECKS), np.array(credit.CHECKS)
_CREDIT_VALUES = np.full(256, -1, np.int64)
_CREDIT_VALUES[_CREDIT_CHECKS] = np.arange(len(_CREDIT_CHECKS))


def sound_citizen_ids(text: pa.StringArray, as_of: dt.date | None) -> Mask:
    """Return which texts are citizen IDs of 18 characters that :func:`citizen.findings` says
    nothing of."""
    sound = np.zeros(len(text), np.bool_)
    last = as_of or citizen.LATEST
    latest = last.year * 10_000 + last.month * 100 + last.day
    _citizen_ids(*bytes_of(text), provinces(), latest, sound)
    return sound


def sound_credit_codes(text: pa.StringArray) -> Mask:
    """Return which texts are credit codes that :func:`credit.findings` says nothing of."""
    sound = np.zeros(len(text), np.bool_)
    _credit_codes(*bytes_of(text), provinces(), sound)
    return sound


def sound_division_codes(text: pa.StringArray) -> Mask:
    """Return which texts are division codes that :func:`division.findings` says nothing of."""
    sound = np.zeros(len(text), np.bool_)
    _division_codes(*bytes_of(text), provinces(), np.array(WIDTHS), sound)
    return sound


@njit(cache=True, nogil=True)
def _number(data: Bytes, start: Whole, end: Whole) -> Whole:
    """Return the number that digits are; −1 where a character is none."""
    total = 0
    for at in range(start, end):
        digit = np.int64(data[at]) - ZERO
        if digit < 0 or digit > 9:
            return -1
        total = total * 10 + digit
    return total


@njit(cache=True, nogil=True)
def _citizen_ids(starts: Offsets, data: Bytes, known: Mask, latest: int, sound: Mask) -> None:
    for row in range(len(sound)):
        start = starts[row]
        if starts[row + 1] - start != LENGTH:
            continue
        head, born = _number(data, start, start + 6), _number(data, start + 6, start + 14)
        rest = _number(data, start + 14, start + 17)
        if head < 0 or rest < 0 or born < EARLIEST or born > latest:
            continue
        province = head // 10_000
        if not known[province] or FIRST_PERMIT <= province <= LAST_PERMIT:
            continue
        if not is_day(born // 10_000, born // 100 % 100, born % 100):
            continue
        total = 0
        for at in range(LENGTH - 1):
            total += (np.int64(data[start + at]) - ZERO) * _CITIZEN_WEIGHTS[at]
        sound[row] = data[start + LENGTH - 1] == _CITIZEN_CHECKS[total % 11]


@njit(cache=True, nogil=True)
def _credit_codes(starts: Offsets, data: Bytes, known: Mask, sound: Mask) -> None:
    for row in range(len(sound)):
        start = starts[row]
        if starts[row + 1] - start != LENGTH:
            continue
        division = _number(data, start + 2, start + 8)
        if division < 0 or not known[division // 10_000]:
            continue
        total, formed = 0, True
        for at in range(LENGTH - 1):
            value = _CREDIT_VALUES[data[start + at]]
            formed &= value >= 0
            total += value * _CREDIT_WEIGHTS[at]
        sound[row] = formed and data[start + LENGTH - 1] == _CREDIT_CHECKS[(31 - total % 31) % 31]


@njit(cache=True, nogil=True)
def _division_codes(
    starts: Offsets, data: Bytes, known: Mask, widths: npt.NDArray[np.int64], sound: Mask
) -> None:
    for row in range(len(sound)):
        start, end = starts[row], starts[row + 1]
        if (widths == end - start).any() and _number(data, start, end) >= 0:
            sound[row] = known[_number(data, start, start + 2)]
