"""The words around a map: legend entries and facts, the same on page, sheet and workbook."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from gridloom_analytics.cartography import MISSING
from gridloom_desktop.publishing.export.released import SUPPRESSED, OverlayKind, ReleasedMap
from gridloom_desktop.publishing.export.wording import readable
from gridloom_desktop.publishing.units import with_unit
from gridloom_layers.language import Language, Message, tr, tr_n

METHOD_TITLES = {
    "quantile": tr("quantiles"),
    "jenks": tr("natural breaks (Jenks)"),
    "equal": tr("equal intervals"),
    "std-dev": tr("standard deviations"),
    "contours": tr("contour lines"),
    "given": tr("borders given by hand"),
}
"""How the ways to find class breaks are called in a legend."""


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend: its look, its label, how many areas it holds (None: not counted)."""

    kind: Literal["class", "missing", "suppressed"] | OverlayKind
    colour: str
    label: str
    count: int | None = None


def legend(released: ReleasedMap, language: Language) -> list[LegendEntry]:
    """Return the classes from much to little (categories as they are), then what has no class.

    Withheld values and missing ones each have a line of their own where there are any, and so has
    each kind of further shapes.
    """
    style = released.style
    entries = [
        LegendEntry("class", one.colour, one.label[language], released.count(index))
        for index, one in enumerate(style.classes)
    ]
    if style.kind == "graduated":
        entries.reverse()
    elif style.many:
        entries = [one for one in entries if one.count]
    if hidden := released.count(SUPPRESSED):
        label = suppressed_label(released).render(language)
        entries.append(LegendEntry("suppressed", style.missing, label, hidden))
    if missing := released.count(MISSING):
        kind = "missing" if style.unclassed is None else "class"
        entries.append(LegendEntry(kind, style.missing, unclassed(released, language), missing))
    overlays = (LegendEntry(one.kind, one.colour, one.title[language]) for one in released.overlays)
    return [*entries, *overlays]


def class_labels(released: ReleasedMap, language: Language) -> list[str]:
    """Return for each area the label of its class, or why it has none."""
    labels = {index: one.label[language] for index, one in enumerate(released.style.classes)}
    labels[MISSING] = unclassed(released, language)
    labels[SUPPRESSED] = tr("withheld").render(language)
    return [labels[int(index)] for index in released.classes]


def unclassed(released: ReleasedMap, language: Language) -> str:
    """Say what it means that an area is in no class."""
    known = released.style.unclassed
    return tr("no data").render(language) if known is None else known[language]


def suppressed_label(released: ReleasedMap) -> Message:
    """Say in a legend or a cell that a figure is withheld."""
    return tr("withheld (fewer than {threshold} persons)", threshold=released.threshold)


def suppression_note(released: ReleasedMap) -> Message | None:
    """Say why figures are withheld and that they are not zero, or None where none are."""
    count = int(released.suppressed.sum())
    if not count:
        return None
    return tr_n(
        "{count} area rests on 1 to {most} persons: its figures are withheld, not zero.",
        "{count:,} areas rest on 1 to {most} persons each: their figures are withheld, not zero.",
        count,
        most=released.threshold - 1,
    )


def subtitle(released: ReleasedMap, language: Language) -> str:
    """Say what the areas are and of which day the data is."""
    return tr(
        "By {level} · data of {date}",
        level=released.layer[language],
        date=released.data_date.isoformat(),
    ).render(language)


def facts(released: ReleasedMap, language: Language) -> list[tuple[str, str]]:
    """Return what a reader must know to judge the map, as labels and texts."""
    found = [
        (tr("Data date"), released.data_date.isoformat()),
        (tr("Method"), _method(released, language)),
        (tr("Seed"), "" if released.seed is None else str(released.seed)),
        (tr("Classes"), _classes(released, language)),
        (tr("Coordinates"), released.crs),
        (tr("Source"), released.source[language]),
    ]
    return [(label.render(language), text) for label, text in found if text]


def notes(released: ReleasedMap, language: Language) -> list[str]:
    """Return the notes: what is withheld, what is missing, what the map is no basis for."""
    withheld = suppression_note(released)
    return [
        *([withheld.render(language)] if withheld else []),
        *(note[language] for note in released.notes),
        tr("Boundaries are indicative and no basis for delimitation.").render(language),
    ]


def _method(released: ReleasedMap, language: Language) -> str:
    return " · ".join(text for text in (released.method[language], released.citation) if text)


def _classes(released: ReleasedMap, language: Language) -> str:
    style = released.style
    if style.kind == "categorical" or not style.classes:
        return ""
    title = METHOD_TITLES.get(style.method)
    return tr(
        "{count} classes by {method}; a value on a break belongs to the lower class",
        count=len(style.classes),
        method=title or style.method,
    ).render(language)


def legend_title(released: ReleasedMap, language: Language) -> str:
    """Return the title of the drawn column with its unit."""
    return with_unit(released.style.title[language], released.style.unit, language)


def column_title(released: ReleasedMap, name: str, language: Language) -> str:
    """Return the title of a column of values with its unit."""
    return with_unit(released.columns[name][language], released.units.get(name), language)


def shown(value: object, language: Language) -> str:
    """Return a value as a reader wants it: few digits, thousands separated, nothing for null.

    >>> shown(1234.5678, "en"), shown(0.000123, "en"), shown(True, "zh")
    ('1,234.6', '0.00012', '是')
    """
    if isinstance(value, (bool, np.bool_)):
        return (tr("yes") if value else tr("no")).render(language)
    if value is None or pd.isna(value):  # pyright: ignore[reportGeneralTypeIssues]
        return "–"
    if isinstance(value, (int, np.integer)):
        return f"{value:,}".replace("-", "−")
    if isinstance(value, (float, np.floating)):
        return readable(float(value)) if np.isfinite(value) else "–"
    return str(value)
