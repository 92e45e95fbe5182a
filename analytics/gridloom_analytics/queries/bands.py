"""Bands of a number: of one width, or cut at given places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

MAX_BANDS = 10_000


@dataclass(frozen=True)
class Bands:
    """Numbered bands: the number as SQL, all numbers to show, what each is called."""

    sql: Callable[[exp.Expr], exp.Expr]
    all: Callable[[Sequence[int]], Sequence[int]]
    label: Callable[[int], str]


def equal_bands(width: float, *, whole: bool) -> Bands:
    """Return bands of one width: …, 0 ≤ x < width, width ≤ x < 2·width, …

    ``whole`` says that the number is a whole one: 60–69 instead of 60–<70. All bands from the
    lowest to the highest that occurs are shown.

    >>> equal_bands(10, whole=True).label(6)
    '60–69'
    """
    if not width > 0:
        raise BadInput("bad-bands", tr("The width of a band must be more than 0."))

    def number(value: exp.Expr) -> exp.Expr:
        ratio = exp.Div(
            this=exp.cast(value, "DOUBLE"),
            expression=exp.Literal.number(width),
            typed=False,
            safe=False,
        )
        return exp.TryCast(this=exp.Floor(this=ratio), to=exp.DataType.build("BIGINT"))

    def between(found: Sequence[int]) -> Sequence[int]:
        bands = range(min(found), max(found) + 1) if found else range(0)
        if len(bands) > MAX_BANDS:
            raise BadInput(
                "bad-bands",
                tr("That makes {count:,} bands.", count=len(bands)),
                hint=tr("Choose wider bands, so that there are at most {most:,}.", most=MAX_BANDS),
            )
        return bands

    return Bands(
        number, between, lambda band: _range(band * width, (band + 1) * width, whole=whole)
    )


def breaks(cuts: Sequence[float], *, whole: bool) -> Bands:
    """Return the bands below, between and above ``cuts``; each cut begins a band.

    The lowest band is shown only where it occurs.

    >>> breaks([0, 15, 60], whole=True).label(3)
    '60+'
    """
    if any(low >= high for low, high in pairwise(cuts)):
        raise BadInput("bad-bands", tr("The places to cut at must go up."))

    def number(value: exp.Expr) -> exp.Expr:
        is_null = exp.Is(this=value.copy(), expression=exp.Null())
        case = exp.Case().when(is_null, exp.Null())
        for band, cut in enumerate(cuts):
            below = exp.LT(this=value.copy(), expression=exp.Literal.number(cut))
            case = case.when(below, exp.Literal.number(band))
        return case.else_(exp.Literal.number(len(cuts)))

    def label(band: int) -> str:
        if band == 0:
            return f"<{_plain(cuts[0])}"
        if band == len(cuts):
            return f"{_plain(cuts[-1])}+"
        return _range(cuts[band - 1], cuts[band], whole=whole)

    return Bands(number, lambda found: range(0 if 0 in found else 1, len(cuts) + 1), label)


def _range(low: float, high: float, *, whole: bool) -> str:
    if not (whole and float(low).is_integer() and float(high).is_integer()):
        return f"{_plain(low)}–<{_plain(high)}"
    return _plain(low) if high - low == 1 else f"{_plain(low)}–{_plain(high - 1)}"


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(round(number, 12))
