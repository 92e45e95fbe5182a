"""Days of the Gregorian calendar from their digits, within compiled code."""

import numpy as np
from numba import njit

Whole = int | np.integer


@njit(cache=True, nogil=True)
def is_day(year: Whole, month: Whole, day: Whole) -> bool:
    """Tell whether the calendar has such a day."""
    if month < 1 or month > 12 or day < 1:
        return False
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return bool(day <= 28 + leap)
    return bool(day <= 30 + (month + (month > 7)) % 2)


@njit(cache=True, nogil=True)
def days_since_1970(year: Whole, month: Whole, day: Whole) -> Whole:
    """Count the days; a year is counted from March, so that a leap day is its last."""
    from_march = (month + 9) % 12
    years = year - (month <= 2)
    leaps = years // 4 - years // 100 + years // 400
    return 365 * years + leaps + (from_march * 306 + 5) // 10 + day - 1 - 719_468
