"""Words that go with released figures: titles of columns, what was found, what is missing."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from gridloom_analytics.analyses import mix, population, quality
from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.cartography import Style
from gridloom_analytics.disclosure import coarse
from gridloom_layers.language import Message, listed, tr, tr_n

COLUMN_TITLES: dict[str, Message] = {
    "value": tr("value"),
    "z": tr("z-score"),
    "i": tr("local Moran's I"),
    "c": tr("local Geary's C"),
    "joins": tr("joins"),
    "other": tr("second value"),
    "finding": tr("finding"),
    "standardised": tr("standardised value"),
    "lag": tr("mean of the neighbours"),
    "alike": tr("neighbours of the same kind"),
    "kind": tr("kind"),
    "other_kind": tr("the other kind"),
    "moran": tr("Moran's I"),
    "expected": tr("expected value"),
    "variance": tr("variance"),
    "distance": tr("distance (m)"),
    "above": tr("more than (m)"),
    "upto": tr("distance up to (m)"),
    "pairs": tr("pairs"),
    "chosen": tr("chosen"),
    "p": tr("p-value"),
    "p_sim": tr("p-value (permutation)"),
    "p_fdr": tr("p-value (FDR)"),
    "p_bonferroni": tr("p-value (Bonferroni)"),
    "bin": tr("confidence bin"),
    "quadrant": tr("quadrant"),
    "neighbour_count": tr("neighbours"),
    "island": tr("isolated (no neighbours)"),
    "component": tr("connected part"),
    "mean_distance": tr("mean distance to neighbours"),
    "nearest_distance": tr("distance to the nearest place"),
    "category": tr("category"),
    "trend_z": tr("trend z-score"),
    "trend_p": tr("trend p-value"),
    "hot_share": tr("share of time hot"),
    "last_bin": tr("last confidence bin"),
    "cluster": tr("cluster"),
    "class": tr("class"),
    "rows": tr("rows"),
    "cases": tr("cases"),
    "population": tr("population"),
    "crude": tr("crude rate"),
    "lower": tr("lower bound"),
    "upper": tr("upper bound"),
    "excess_risk": tr("observed over expected"),
    "eb": tr("smoothed rate"),
    "spatial_eb": tr("rate smoothed among neighbours"),
    "standardised_rate": tr("age-standardised rate"),
    "standardised_lower": tr("age-standardised rate, lower bound"),
    "standardised_upper": tr("age-standardised rate, upper bound"),
    "expected_cases": tr("expected cases"),
    "smr": tr("standardised ratio (SMR)"),
    "smr_lower": tr("standardised ratio, lower bound"),
    "smr_upper": tr("standardised ratio, upper bound"),
    "eb_index": tr("empirical Bayes index"),
    "fitted": tr("fitted value"),
    "residual": tr("residual"),
    "std_residual": tr("standardised residual"),
    "local_r2": tr("local R²"),
    "condition_number": tr("local condition number"),
    "numerator": tr("numerator"),
    "denominator": tr("denominator"),
    "share": tr("share of the total in %"),
    "quotient": tr("location quotient"),
    "theil": tr("part of Theil's T"),
    "dissimilarity": tr("part of the dissimilarity"),
    "first": tr("first value"),
    "second": tr("second value"),
    "difference": tr("difference"),
    "ratio": tr("ratio"),
    "ratio_low": tr("ratio, lower bound"),
    "ratio_high": tr("ratio, upper bound"),
    "change": tr("change"),
    "percentile": tr("percentile in the other layer"),
    "female": tr("female"),
    "male": tr("male"),
    "youth": tr("children"),
    "working": tr("of working age"),
    "old": tr("older persons"),
    "total": tr("total"),
    "largest": tr("largest kind"),
    **quality.FIGURE_TITLES,
    **population.FIGURE_TITLES,
    **mix.FIGURE_TITLES,
}
"""Titles of the result columns that contracts name."""


def column_titles(names: Iterable[str], known: Mapping[str, Bilingual]) -> dict[str, Bilingual]:
    """Return a title in both languages for each column; an unknown one is its own title."""
    return {name: known.get(name) or _title(name) for name in names}


def _title(name: str) -> Bilingual:
    known = COLUMN_TITLES.get(name)
    return known.both() if known else {"zh": name, "en": name}


def withheld(count: int) -> Bilingual:
    """Say in how many areas figures are withheld."""
    return tr_n(
        "{count:,} area rests on a few persons: its figures are withheld, not zero.",
        "{count:,} areas rest on a few persons each: their figures are withheld, not zero.",
        count,
    ).both()


def range_found(values: pd.Series, unit: str) -> Bilingual:
    """Say how far the published values reach."""
    present = values.dropna()
    if present.empty:
        return tr("No area has a value that can be published.").both()
    return tr(
        "Values run from {lowest} to {highest}; half of the areas shown lie at or below {median}.",
        lowest=readable(float(present.min())),
        highest=f"{readable(float(present.max()))} {unit}".rstrip(),
        median=readable(float(present.median())),
    ).both()


def classes_found(style: Style, values: pd.Series) -> Bilingual:
    """Say how many of the published values are in each class of a categorical style."""
    found = [
        tr("{kind}: {count:,}", kind=Given.of(one.label), count=int((values == one.value).sum()))
        for one in style.classes
    ]
    return tr(
        "Of {n:,} areas shown: {classes}.", n=int(values.notna().sum()), classes=listed(found)
    ).both()


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
