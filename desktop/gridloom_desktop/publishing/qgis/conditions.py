"""The classes of a style as expressions of QGIS: which rows are in each."""

from collections.abc import Iterator

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.cartography.bivariate import BivariateStyle, K
from gridloom_desktop.publishing.qgis.drawing import SUPPRESSED, Drawing, Sizing
from gridloom_desktop.publishing.qgis.elements import decimal


def column(name: str) -> str:
    """Return a column as an expression names it.

    >>> column("floors")
    '"floors"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float) -> str:
    """Return a value as an expression writes it; nothing of a text is read as more than text.

    >>> literal("Ann's"), literal(2.5)
    ("'Ann''s'", '2.5')
    """
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
    return decimal(value)


def class_conditions(drawing: Drawing) -> Iterator[tuple[int, str]]:
    """Yield the number of each class that has a condition of its own, and that condition."""
    if drawing.crossing is not None:
        yield from _crossed(drawing.crossing)
    elif drawing.style.kind == "graduated":
        yield from enumerate(ranges(drawing.style))
    else:
        name = column(drawing.style.column)
        for number, one in enumerate(drawing.style.classes):
            if number != drawing.rest and one.value is not None:
                yield number, f"{name} = {literal(one.value)}"


def ranges(style: Style) -> list[str]:
    """Return the condition of each class of numbers: lower < x ≤ upper, the lowest holds its own.

    What lies between is told by the uppers alone, as ``Style.classify`` has it.
    """
    name, found = column(style.column), []
    before: StyleClass | None = None
    for one in style.classes:
        begins, least = (">=", one.lower) if before is None else (">", before.upper)
        parts = [] if least is None else [f"{name} {begins} {literal(least)}"]
        parts += [] if one.upper is None else [f"{name} <= {literal(one.upper)}"]
        found.append(" AND ".join(parts))
        before = one
    return found


def _crossed(style: BivariateStyle) -> Iterator[tuple[int, str]]:
    for up, high in enumerate(ranges(style.second)):
        for across, wide in enumerate(ranges(style.first)):
            yield up * K + across, f"{wide} AND {high}"


def withheld(drawing: Drawing) -> str:
    """Return the condition of rows whose class is withheld."""
    crossing = drawing.crossing
    styles = (drawing.style,) if crossing is None else (crossing.first, crossing.second)
    empty = " OR ".join(f"{column(one.column)} IS NULL" for one in styles)
    return f"{column(SUPPRESSED)} AND ({empty})"


def size(sizing: Sizing, scale: float) -> str:
    """Return the size of a row in millimetres; ``scale`` is what a pixel of ``sizing`` has."""
    name = column(sizing.column)
    *inner, last = [decimal(round(one * scale, 4)) for one in sizing.pixels]
    steps = zip(sizing.uppers, inner, strict=False)
    cases = " ".join(f"WHEN {name} <= {literal(upper)} THEN {mm}" for upper, mm in steps)
    least = inner[0] if inner else last
    return f"CASE WHEN {name} IS NULL THEN {least} {cases} ELSE {last} END"
