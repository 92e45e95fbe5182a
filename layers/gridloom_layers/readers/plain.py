"""Text tables that need no second look, parsed whole by all cores.

Most tables are UTF-8 without a quotation mark, and each of their lines has as many cells as the
header. What turns out to be no such table is left to the reader that goes line by line.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pc
from numba import njit

from gridloom_layers.readers.source import Source

BLOCK = 4 * 2**20
MOST_BYTES = 2**27
"""Larger files are read piece by piece: their rows take up as much memory again."""
ENCODINGS = ("utf-8", "utf-8-sig")
ZIPPED = b"\x1f\x8b"


def plain_table(source: Source, separator: str, lines: int) -> pa.Table | None:
    """Return the rows after the first ``lines`` lines as texts; None for a table that is not plain.

    A plain table is UTF-8 without errors, has no quotation mark, no NUL and no ragged line.
    """
    if source.encoding not in ENCODINGS or not 0 < source.path.stat().st_size <= MOST_BYTES:
        return None
    data = source.path.read_bytes()
    if data.startswith(ZIPPED) or _holds_marks(np.frombuffer(data, np.uint8)):
        return None
    names = list(source.headers)
    try:
        return pc.read_csv(
            pa.BufferReader(data),
            read_options=pc.ReadOptions(block_size=BLOCK, column_names=names, skip_rows=lines),
            parse_options=pc.ParseOptions(
                delimiter=separator, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


@njit(cache=True, nogil=True)
def _holds_marks(data: npt.NDArray[np.uint8]) -> bool:
    """Tell whether there is a quotation mark, a NUL or U+FFFD, which stands for what is lost."""
    found = False
    for at in range(len(data)):
        found |= (data[at] == 34) | (data[at] == 0)
    for at in range(len(data) - 2):
        found |= (data[at] == 0xEF) & (data[at + 1] == 0xBF) & (data[at + 2] == 0xBD)
    return found
