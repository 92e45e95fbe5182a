"""Lengths for scale bars: round figures that fit."""

import math

NICE_STEPS = (1, 2, 5)


def nice_length(longest: float) -> float:
    """Return the longest length of 1, 2 or 5 times a power of ten that is at most ``longest``.

    Lengths are in metres; ``longest`` must be positive.

    >>> nice_length(7300)
    5000.0
    """
    if not longest > 0:
        raise ValueError(f"a length must be positive, not {longest}")
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in NICE_STEPS if step * power <= longest * (1 + 1e-12))


def length_label(metres: float) -> str:
    """Return a length with its unit, in kilometres from 1,000 m on.

    >>> length_label(5000), length_label(200)
    ('5 km', '200 m')
    """
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def segments(length: float) -> int:
    """Return into how many equal parts of round length a bar of ``length`` metres is divided."""
    first_digit = round(length / 10.0 ** math.floor(math.log10(length)))
    return 5 if first_digit == 5 else 4 if first_digit == 2 else 2
