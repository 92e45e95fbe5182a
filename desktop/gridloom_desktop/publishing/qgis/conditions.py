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


def unclassed(drawing: Drawing) -> str:
    """Return the condition of rows without a class: without a value, or beyond all classes.

    It is told whole: what QGIS calls ELSE is passed over where symbols are asked for a row.
    """
    crossing = drawing.crossing
    if crossing is not None:
        return f"({_outside(crossing.first)} OR {_outside(crossing.second)})"
    if drawing.style.kind == "graduated":
        return f"({_outside(drawing.style)})"
    empty = f"{column(drawing.style.column)} IS NULL"
    return empty if drawing.rest is not None else f"({empty} OR {_of_no_class(drawing)})"


def rest(drawing: Drawing) -> str:
    """Return the condition of values that no class has of its own."""
    return f"{column(drawing.style.column)} IS NOT NULL AND {_of_no_class(drawing)}"


def withheld(drawing: Drawing) -> str:
    """Return the condition of rows whose class is withheld."""
    return f"{column(SUPPRESSED)} AND {unclassed(drawing)}"


def without_value(drawing: Drawing) -> str:
    """Return the condition of rows that have no class, not because it is withheld."""
    seen = f"NOT {column(SUPPRESSED)} AND " if drawing.withheld else ""
    return f"{seen}{unclassed(drawing)}"


def _outside(style: Style) -> str:
    name, classes = column(style.column), style.classes
    if not classes:
        return "TRUE"
    lower, upper = classes[0].lower, classes[-1].upper
    parts = [f"{name} IS NULL"]
    parts += [] if lower is None else [f"{name} < {literal(lower)}"]
    parts += [] if upper is None else [f"{name} > {literal(upper)}"]
    return " OR ".join(parts)


def _of_no_class(drawing: Drawing) -> str:
    values = [
        literal(one.value)
        for number, one in enumerate(drawing.style.classes)
        if number != drawing.rest and one.value is not None
    ]
    name = column(drawing.style.column)
    return f"{name} NOT IN ({', '.join(values)})" if values else f"{name} IS NOT NULL"


def size(sizing: Sizing, scale: float) -> str:
    """Return the size of a row in millimetres; ``scale`` is what a pixel of ``sizing`` has."""
    name = column(sizing.column)
    *inner, last = [decimal(round(one * scale, 4)) for one in sizing.pixels]
    steps = zip(sizing.uppers, inner, strict=False)
    cases = " ".join(f"WHEN {name} <= {literal(upper)} THEN {mm}" for upper, mm in steps)
    least = inner[0] if inner else last
    return f"CASE WHEN {name} IS NULL THEN {least} {cases} ELSE {last} END"
