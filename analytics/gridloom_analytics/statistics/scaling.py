"""Values in a unit of their own, so that squares and fourth powers are numbers for any of them.

The statistics of likeness do not change with the unit. A unit that is a power of two changes no
digit of a value either.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def unit_exponent(values: Floats) -> int:
    """Return the least e for which all values are under 2**e in size.

    >>> unit_exponent(np.array([0.3, -5.0])), unit_exponent(np.array([1e-300]))
    (3, -996)
    """
    return int(np.frexp(max(values.max(), -values.min()))[1])


def rescaled(values: Floats) -> Floats:
    """Return the values in a unit in which the greatest is from a half to one.

    >>> rescaled(np.array([1.0, -6.0]))
    array([ 0.125, -0.75 ])
    """
    return np.ldexp(values, -unit_exponent(values))


def deviations(values: Floats) -> Floats:
    """Return the rescaled values less their mean; exactly 0 where all are equal."""
    if values.min() == values.max():
        return np.zeros(len(values))
    own = rescaled(values)
    return own - own.mean()
