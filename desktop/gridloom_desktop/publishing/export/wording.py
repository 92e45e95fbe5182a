"""Words that go with released figures: titles of columns, what was found, what is missing."""

from collections.abc import Iterable, Mapping

import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.language import Message, tr

COLUMN_TITLES: dict[str, Message] = {
    "value": tr("value"),
    "z": tr("z-score"),
    "i": tr("local Moran's I"),
    "p": tr("p-value"),
    "p_sim": tr("p-value (permutation)"),
    "p_fdr": tr("p-value (FDR)"),
    "p_bonferroni": tr("p-value (Bonferroni)"),
    "bin": tr("confidence bin"),
    "quadrant": tr("quadrant"),
    "neighbour_count": tr("neighbours"),
    "island": tr("no neighbours"),
    "category": tr("category"),
    "trend_z": tr("trend z-score"),
    "trend_p": tr("trend p-value"),
    "hot_share": tr("share of time hot"),
    "last_bin": tr("last confidence bin"),
    "cluster": tr("cluster"),
    "class": tr("class"),
}
"""Titles of the result columns that contracts name."""


def column_titles(names: Iterable[str], known: Mapping[str, Bilingual]) -> dict[str, Bilingual]:
    """Return a title in both languages for each column; an unknown one is its own title."""
    return {name: known.get(name) or _title(name) for name in names}


def _title(name: str) -> Bilingual:
    known = COLUMN_TITLES.get(name)
    return known.both() if known else {"zh": name, "en": name}


def range_found(values: pd.Series, unit: str) -> Bilingual:
    """Say how far the published values reach."""
    present = values.dropna()
    if present.empty:
        return tr("No area has a value that can be published.").both()
    return tr(
        "Published values: {lowest:,.4g} to {highest:,.4g} {unit} (median {median:,.4g}).",
        lowest=float(present.min()),
        highest=float(present.max()),
        median=float(present.median()),
        unit=unit,
    ).both()


def coverage(found: Mapping[str, tuple[int, int]]) -> list[Bilingual]:
    """Say for each term how many of its rows have a place, where some have none."""
    return [
        tr(
            "{term}: {placed:,} of {total:,} rows could be placed ({share:.1%}).",
            term=term,
            placed=placed,
            total=total,
            share=placed / total,
        ).both()
        for term, (placed, total) in found.items()
        if total and placed < total
    ]
