"""Graduated styles: numbers sorted into a few classes, each with its colour."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography.classes import ClassRange, class_ranges, given_ranges
from gridloom_analytics.cartography.palettes import colours
from gridloom_analytics.cartography.style import Style, StyleClass, as_numbers
from gridloom_analytics.statistics.classes.classification import BreakMethod, breaks


def graduated(
    values: npt.ArrayLike,
    *,
    column: str = "value",
    title: Bilingual,
    unit: str = "",
    method: BreakMethod = "quantile",
    k: int = 5,
    palette: str | None = None,
) -> Style:
    """Return a style of at most ``k`` classes for ``values``.

    Breaks are found by ``method`` and rounded for the legend (see ``class_ranges``). Without a
    ``palette``, deviations from the mean get a diverging one, everything else a sequential one.
    Values that are not finite have no class; without any finite value there are no classes.

    >>> style = graduated([1, 2, 3, 4], title={"zh": "数", "en": "number"}, method="equal", k=2)
    >>> [one.label["en"] for one in style.classes]
    ['1 – 2', '3 – 4']
    """
    palette = palette or _default_palette(method)
    classes = _coloured(class_ranges(values, _bounds(values, method, k), unit), palette)
    return Style(
        column=column, title=title, kind="graduated", classes=classes, method=method, unit=unit,
        k=k, palette=palette,
    )  # fmt: skip


def given(
    values: npt.ArrayLike,
    borders: Sequence[float],
    *,
    column: str,
    title: Bilingual,
    unit: str = "",
    palette: str | None = None,
) -> Style:
    """Return a style with the inner ``borders`` that somebody gave, exactly.

    Borders outside of the values are left out; no method found the others, so ``k`` is None.
    """
    classes = _coloured(given_ranges(values, borders, unit), palette or _default_palette("given"))
    return Style(
        column=column, title=title, kind="graduated", classes=classes, method="given", unit=unit
    )


def _coloured(ranges: Sequence[ClassRange], palette: str) -> tuple[StyleClass, ...]:
    chosen = colours(palette, len(ranges)) if ranges else []
    return tuple(
        StyleClass(
            colour=colour,
            label={"zh": one.label, "en": one.label},
            lower=one.lower,
            upper=one.upper,
        )
        for one, colour in zip(ranges, chosen, strict=True)
    )


def _bounds(values: npt.ArrayLike, method: BreakMethod, k: int) -> npt.NDArray[np.float64]:
    """Return the upper bounds of the classes.

    Where the lowest value, such as 0, fills more than one of the ``quantile`` classes, it has one
    of its own and the others share out the rest: else most of a map would be in two classes.
    """
    found = breaks(values, method, k)
    if method != "quantile" or len(found) == k or len(found) < 2:
        return found
    numbers = np.asarray(values, dtype=float)
    lowest = numbers[np.isfinite(numbers)].min()
    return np.append(lowest, breaks(numbers[numbers > lowest], method, k - 1))


def _default_palette(method: str) -> str:
    return "RdYlBu" if method == "std-dev" else "YlGnBu"


def regraded(style: Style, values: npt.ArrayLike) -> Style:
    """Return a graduated ``style`` with its breaks found again from ``values`` alone.

    Breaks are values or lie between them, so breaks that rest on withheld values would tell of
    them, and so would their number, which is less than asked for where values are alike. Breaks
    that came from elsewhere (given by hand) are kept with their colours, their outer ends drawn in
    to the range of ``values``, an array or a column with nulls. Other styles have no breaks.
    """
    if style.kind != "graduated":
        return style
    numbers = as_numbers(values)
    if style.k is None:
        return _drawn_in(style, numbers)
    anew = graduated(
        numbers,
        column=style.column,
        title=style.title,
        unit=style.unit,
        method=style.method,  # pyright: ignore[reportArgumentType]
        k=style.k,
        palette=style.palette,
    )
    return style.model_copy(update={"classes": anew.classes})


def _drawn_in(style: Style, values: npt.NDArray[np.float64]) -> Style:
    """Return a style with the breaks that lie within the range of ``values``."""
    numbers = values[np.isfinite(values)]
    inner = [one.upper for one in style.classes[:-1] if one.upper is not None]
    kept = [bound for bound in inner if len(numbers) and numbers.min() <= bound < numbers.max()]
    bounds = np.append(kept, numbers.max()) if len(numbers) else np.empty(0)
    ranges = class_ranges(values, bounds, style.unit)
    classes = tuple(
        one.model_copy(
            update={
                "lower": found.lower,
                "upper": found.upper,
                "label": {"zh": found.label, "en": found.label},
            }
        )
        for one, found in zip(style.classes, ranges, strict=False)
    )
    return style.model_copy(update={"classes": classes})
