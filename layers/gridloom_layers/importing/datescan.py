"""Dates as groups of digits: the one pass over the bytes that all forms of dates share."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from gridloom_layers.codes.characters import bytes_of, present
from gridloom_layers.codes.days import days_since_1970, is_day

GROUPS = 6
ILLEGIBLE, AFTERNOON, MORNING, ROC, POINT = 1, 2, 4, 8, 16
WORDS = (("上午", " AM"), ("下午", " PM"), ("民國", "R"), ("民国", "R"))
MARKS = "[年月日號号時时点點分秒]"


class DateGroups:
    """The digit groups of each text: their values and widths (rows × 6), their number, marks.

    ``marks`` are bits: ``ILLEGIBLE`` (letters that no date has), ``AFTERNOON``, ``MORNING``,
    ``ROC`` (民國), ``POINT`` (the first mark is a decimal point).
    """

    def __init__(self, text: pa.StringArray) -> None:
        text = _ascii_marks(text)
        size = len(text)
        self.values = np.zeros((size, GROUPS), np.int64)
        self.widths = np.zeros((size, GROUPS), np.int8)
        self.counts = np.zeros(size, np.int8)
        self.marks = np.zeros(size, np.int8)
        self.present = text.is_valid().to_numpy(zero_copy_only=False)
        data = text.buffers()[2]
        if size and data is not None:
            offsets = np.frombuffer(text.buffers()[1], np.int32)[text.offset :][: size + 1]
            _scan(offsets, np.frombuffer(data, np.uint8), self.values, self.widths, self.counts,
                  self.marks)  # fmt: skip


def _ascii_marks(text: pa.StringArray) -> pa.StringArray:
    if pc.all(pc.string_is_ascii(text)).as_py() is not False:
        return text
    text = pc.utf8_normalize(text, form="NFKC")
    for word, mark in WORDS:
        text = pc.replace_substring(text, word, mark)
    return pc.replace_substring_regex(text, MARKS, "-")


@njit(cache=True, nogil=True)
def _mark(byte: int, group: int) -> int:
    """Return the mark that a byte between digits sets; ``group`` digit groups came before it."""
    letter = byte | 32
    if letter == ord("p"):
        return AFTERNOON
    if letter == ord("a"):
        return MORNING
    if byte == ord("R"):
        return ROC
    if byte == ord(".") and group == 1:
        return POINT
    if byte > 127 or (byte == ord("-") and group == 0):
        return ILLEGIBLE
    known = letter == ord("m") or letter == ord("t") or letter == ord("z")
    return ILLEGIBLE if ord("a") <= letter <= ord("z") and not known else 0


@njit(cache=True, nogil=True)
def _scan(
    offsets: npt.NDArray[np.int32],
    data: npt.NDArray[np.uint8],
    values: npt.NDArray[np.int64],
    widths: npt.NDArray[np.int8],
    counts: npt.NDArray[np.int8],
    marks: npt.NDArray[np.int8],
) -> None:
    for row in range(len(counts)):
        group, inside = 0, False
        for at in range(offsets[row], offsets[row + 1]):
            byte = data[at]
            if ord("0") <= byte <= ord("9"):
                group += not inside
                inside = True
                if group <= GROUPS and widths[row, group - 1] < 18:
                    values[row, group - 1] = values[row, group - 1] * 10 + (byte - 48)
                    widths[row, group - 1] += 1
                continue
            inside = False
            if byte == ord("+") and group > 3:  # the time zone: times stay local
                break
            marks[row] |= _mark(byte, group)
        counts[row] = min(group, GROUPS)


def plain_days(text: pa.StringArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the days since 1970 of dates written as ``2015-03-01``, and which texts are such.

    They need no style: nothing but this day can be meant by them.
    """
    days, plain = np.zeros(len(text), np.int64), np.zeros(len(text), np.bool_)
    _read_days(*bytes_of(text), days, plain)
    return days, plain & present(text)  # a null may have bytes left under it


@njit(cache=True, nogil=True)
def _read_days(
    offsets: npt.NDArray[np.int32],
    data: npt.NDArray[np.uint8],
    days: npt.NDArray[np.int64],
    plain: npt.NDArray[np.bool_],
) -> None:
    for row in range(len(days)):
        at = offsets[row]
        if offsets[row + 1] - at != 10 or data[at + 4] != ord("-") or data[at + 7] != ord("-"):
            continue
        date, digits = np.int64(0), True
        for place in range(10):
            if place != 4 and place != 7:
                digit = np.int64(data[at + place]) - 48
                digits &= 0 <= digit <= 9
                date = date * 10 + digit
        year, month, day = date // 10_000, date // 100 % 100, date % 100
        if digits and year > 0 and is_day(year, month, day):
            days[row], plain[row] = days_since_1970(year, month, day), True
