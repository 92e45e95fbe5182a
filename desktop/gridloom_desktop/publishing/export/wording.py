"""Words that go with released figures: what was found, what is missing."""

from collections.abc import Mapping, Sequence

import pandas as pd

from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.chart import Chart
from gridloom_analytics.disclosure import coarse
from gridloom_analytics.shares import SHARE
from gridloom_desktop.publishing.units import measured
from gridloom_layers.language import Message, tr, tr_n


def withheld(count: int) -> Bilingual:
    """Say in how many areas figures are withheld."""
    return tr_n(
        "{count:,} area rests on a few persons: its figures are withheld, not zero.",
        "{count:,} areas rest on a few persons each: their figures are withheld, not zero.",
        count,
    ).both()


def nothing_of_all() -> Bilingual:
    """Say why nothing is said of all areas together."""
    return tr(
        "Figures of all areas together are left out: withheld ones could be computed from them."
    ).both()


def range_found(values: pd.Series, unit: str, title: Bilingual) -> Bilingual:
    """Say how far the published values of what is called ``title`` reach."""
    present = values.dropna()
    if present.empty:
        return tr("No area has a value that can be published.").both()
    return tr(
        "“{title}” runs from {lowest} to {highest}; in half of the areas shown it is at most "
        "{median}.",
        title=Given.of(title),
        lowest=told(float(present.min()), unit),
        highest=measured(told(float(present.max()), unit), unit),
        median=told(float(present.median()), unit),
    ).both()


def told(value: float, unit: str) -> str:
    """Return a number as it is read, a share in per cent; other units are not written.

    >>> told(0.0753, SHARE), told(0.5, "m")
    ('7.53 %', '0.5')
    """
    return f"{readable(round(100 * value, 9))} %" if unit == SHARE else readable(value)


def readable(value: float) -> str:
    """Return a number with about four digits, thousands separated, and a real minus sign.

    >>> readable(1234.5678), readable(0.000123), readable(-20.0)
    ('1,234.6', '0.00012', '−20')
    """
    size = abs(value)
    if value == int(value) and size < 1e15:
        text = f"{size:,.0f}"
    elif size >= 1000:
        text = f"{size:,.1f}"
    elif size >= 1:
        text = f"{size:.2f}"
    else:
        text = f"{size:.2g}" if size >= 0.0001 else f"{size:.1e}"
    return f"−{text}" if value < 0 else text


def coverage(found: Mapping[str, tuple[int, int]], *, exact: bool) -> list[Bilingual]:
    """Say for each term how many of its rows have no place, where some have none.

    ``exact`` is false where figures are withheld: totals would tell what they add up to.
    """
    lost = {term: counts for term, counts in found.items() if counts[0] < counts[1]}
    return [_unplaced(term, *counts, exact=exact).both() for term, counts in lost.items()]


def _unplaced(term: str, placed: int, total: int, *, exact: bool) -> Message:
    if exact:
        return tr(
            "{term}: {missing:,} of {total:,} rows have no place on this map and are not counted.",
            term=term,
            missing=total - placed,
            total=total,
        )
    placed, total = coarse(placed, total)
    return tr(
        "{term}: up to {missing:,} of about {total:,} rows have no place on this map "
        "and are not counted.",
        term=term,
        missing=total - placed,
        total=total,
    )


def chart_left_out(chart: Chart) -> Bilingual:
    """Say that a chart is not drawn."""
    return tr(
        "The chart “{title}” is left out: none of its values can be published.",
        title=Given.of(chart.title),
    ).both()


def hidden_scores(columns: Sequence[str]) -> list[Bilingual]:
    """Say that the scores of all areas are left out, if they are."""
    if not columns:
        return []
    return [
        tr(
            "Scores and p-values are left out: withheld figures could be computed from those of "
            "the areas around them."
        ).both()
    ]
