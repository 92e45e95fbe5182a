"""Where an axis is marked, and with what."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from gridloom_desktop.window.model.charts.binning import nice
from gridloom_desktop.window.model.charts.column import day

MOST_DECIMALS = 8
LONG_NUMBER = 1e15
YEAR, MONTH = 366, 31


def number_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Return at most about ``most`` round numbers from ``low`` to ``high``.

    >>> number_ticks(0, 47, 5), number_ticks(0, 2, 8, whole=True)
    ([0.0, 10.0, 20.0, 30.0, 40.0], [0.0, 1.0, 2.0])
    """
    if not high > low:
        return [low]
    width = nice((high - low) / max(most, 1), whole=whole)
    first, last = np.ceil(low / width - 1e-9), np.floor(high / width + 1e-9)
    return [float(f"{one * width:.12g}") + 0.0 for one in np.arange(first, last + 1)]


def number_texts(ticks: Sequence[float]) -> list[str]:
    """Return numbers with as many decimals as tell them apart, and separators of thousands.

    >>> number_texts([-1000.0, 0.0, 1000.0]), number_texts([0.0, 0.25, 0.5])
    (['−1,000', '0', '1,000'], ['0.00', '0.25', '0.50'])
    """
    if any(abs(one) >= LONG_NUMBER for one in ticks):
        return [f"{one:.3g}".replace("-", "−") for one in ticks]
    decimals = next((d for d in range(MOST_DECIMALS) if _fit(ticks, d)), MOST_DECIMALS)
    return [f"{one + 0.0:,.{decimals}f}".replace("-", "−") for one in ticks]


def _fit(ticks: Sequence[float], decimals: int) -> bool:
    return all(abs(round(one, decimals) - one) <= 1e-9 * max(abs(one), 1.0) for one in ticks)


def number_text(value: float, digits: int = 4) -> str:
    """Return one number as it is told in words, to so many digits.

    >>> number_text(1234.567), number_text(0.000123456), number_text(56000.0)
    ('1,235', '0.0001235', '56,000')
    """
    if not np.isfinite(value):
        return "–"
    if value == 0 or abs(value) >= 10 ** (digits - 1):
        return number_texts([float(round(value))])[0]
    return np.format_float_positional(
        value, precision=digits, fractional=False, unique=False, trim="-"
    ).replace("-", "−")


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return the logarithms of powers of ten between two logarithms; with 2 and 5 if there is room.

    >>> log_ticks(0.0, 3.0, 4), [round(10**one) for one in log_ticks(0.0, 1.0, 4)]
    ([0.0, 1.0, 2.0, 3.0], [1, 2, 5, 10])
    """
    tens = np.arange(np.floor(low), np.ceil(high) + 1)
    all_of = np.sort(np.concatenate([tens, tens + np.log10(2), tens + np.log10(5)]))
    fine = all_of[(all_of >= low - 1e-9) & (all_of <= high + 1e-9)]
    plain = tens[(tens >= low - 1e-9) & (tens <= high + 1e-9)]
    chosen = fine if len(fine) <= most or len(plain) < 2 else plain
    return chosen[:: max(1, -(-len(chosen) // max(most, 1)))].tolist()


def log_texts(ticks: Sequence[float]) -> list[str]:
    """Return the numbers of which these are the logarithms."""
    return [number_text(float(f"{10.0**one:.6g}")) for one in ticks]


def day_ticks(low: float, high: float, most: int) -> tuple[list[float], list[str]]:
    """Return round days between two days since 1970, and what they are called.

    >>> day_ticks(0, 800, 4)[1]
    ['1970', '1971', '1972']
    """
    span = high - low
    if span / most > MONTH * 6:
        step = max(1, round(nice(span / most / YEAR, whole=True)))
        years = range(day(low).year // step * step, day(high).year + 1, step)
        return _between([(dt.date(max(one, 1), 1, 1), f"{one}") for one in years], low, high)
    if span / most > 15:
        step = next(one for one in (1, 2, 3, 6) if one * MONTH >= span / most or one == 6)
        return _between(_months(low, high, step), low, high)
    step = next(one for one in (1, 2, 7, 14) if one >= span / most or one == 14)
    days = np.arange(np.ceil((low - 4) / step) * step + 4, high + 1, step)
    return _between([(day(one), f"{day(one):%m-%d}") for one in days], low, high)


def _months(low: float, high: float, step: int) -> list[tuple[dt.date, str]]:
    first, last = day(low), day(high)
    numbers = range(first.year * 12, last.year * 12 + last.month, step)
    found = [dt.date(one // 12, one % 12 + 1, 1) for one in numbers]
    return [(one, f"{one:%Y-%m}") for one in found]


def _between(
    days: list[tuple[dt.date, str]], low: float, high: float
) -> tuple[list[float], list[str]]:
    numbered = [((one - dt.date(1970, 1, 1)).days, text) for one, text in days]
    inside = [(float(number), text) for number, text in numbered if low <= number <= high]
    return [number for number, _ in inside], [text for _, text in inside]
