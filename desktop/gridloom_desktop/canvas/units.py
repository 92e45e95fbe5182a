"""Numbers that kernels and their callers share. Importing this loads no compiler."""

UNIT = 4096
"""Parts of a pixel's area (and of its height) that are told apart."""
FULL = UNIT * 255
"""The coverage channel of a pixel that is covered wholly by an opaque colour."""
HALF = 1 << 32
SQUARE = 3
"""The side of a square of the bitmap of labels, in pixels."""


def pack(high: int, low: int) -> int:
    """Return two numbers as one word.

    Words add up and multiply by a number as the pairs do, as long as each sum stays within
    32 signed bits: 2,000 layers of full coverage.
    """
    return high * HALF + low
