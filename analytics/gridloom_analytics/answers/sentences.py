"""Pieces of the sentences that results say."""

from collections.abc import Iterable, Sequence
from math import floor, log10

import pandas as pd

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.cartography import Style
from gridloom_analytics.statistics.significance.p_values import FEW, Alternative
from gridloom_layers.language import LANGUAGES, Message, listed, tr

LEAST_P = 0.0001
"""Smaller p-values are said to be under it: their exact size means nothing to a reader."""


def title_of(inputs: Inputs, column: str) -> Message:
    """Return what a column is called: its title where it has one, else its name."""
    texts = dict(inputs.titles).get(column, {"zh": column, "en": column})
    return Given.of(texts)


def called(inputs: Inputs) -> Message:
    """Return what a layer is called: by its title where it has one, else its name."""
    return Given.of(inputs.title or {"zh": inputs.name, "en": inputs.name})


def classes_found(style: Style, values: pd.Series) -> Bilingual:
    """Say how many of the published values are in each class that a categorical style has."""
    counts = [(one, int((values == one.value).sum())) for one in style.classes]
    found = [
        tr("{kind}: {count:,}", kind=Given.of(one.label), count=count)
        for one, count in counts
        if count
    ]
    return tr(
        "Of {n:,} areas shown: {classes}.", n=int(values.notna().sum()), classes=listed(found)
    ).both()


def figure(number: float) -> str:
    """Return a number for a sentence: four significant digits, thousands apart, no exponent.

    >>> figure(1234567.0), figure(0.0123456), figure(3.0)
    ('1,234,567', '0.01235', '3')
    """
    magnitude = floor(log10(abs(number))) if number else 0
    text = f"{number:,.{max(0, 3 - magnitude)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def p_text(p: float) -> str:
    """Return a p-value with its sign and two digits, for a sentence.

    >>> p_text(0.0123456), p_text(1e-9)
    ('p = 0.012', 'p < 0.0001')
    """
    return f"p = {figure(float(f'{p:.2g}'))}" if p >= LEAST_P else f"p < {LEAST_P}"


def listing(items: Sequence[object]) -> object:
    """Return the items as one enumeration, as each language writes it.

    >>> str(listing(["a", "b", "c"]))
    'a, b, c'
    """
    if len(items) == 1:
        return items[0]
    return tr("{first}, {rest}", first=items[0], rest=listing(items[1:]))


def paragraph(sentences: Iterable[Message]) -> Bilingual:
    """Return sentences one after the other: with a space in English, without one in Chinese."""
    whole = list(sentences)
    return {
        language: (" " if language == "en" else "").join(one.render(language) for one in whole)
        for language in LANGUAGES
    }


def bilingual(sentences: Iterable[Message]) -> tuple[Bilingual, ...]:
    """Return each sentence in both languages."""
    return tuple(one.both() for one in sentences)


def permutation_note(draws: int, alternative: Alternative, *, own: bool = False) -> Message:
    """Return how a simulated p was found; ``own``: by shuffling the place's own value too."""
    what = (
        tr("permutations of all values")
        if own
        else tr("conditional permutations (the place keeps its own value)")
    )
    if alternative == "two-sided":
        return tr(
            "The permutation p is from {draws:,} {what}, twice the smaller tail's (r + 1) / "
            "(draws + 1), at most 1; it is not corrected.",
            draws=draws,
            what=what,
        )
    return tr(
        "The permutation p is from {draws:,} {what}, (r + 1) / (draws + 1) of one tail; it is not "
        "corrected.",
        draws=draws,
        what=what,
    )


def deciding(by_permutation: bool) -> Message:
    """Return which p-value makes findings, for the sentence that tells of them."""
    return tr("p by permutation") if by_permutation else tr("p allows for skewed values")


def deciding_notes(by_permutation: bool) -> list[Message]:
    """Return how the analytic p of a sum is found, and which p-value makes findings."""
    analytic = tr(
        "p is the larger one of the normal's and Pearson's type III with the exact skewness of "
        "such a sum when values are shuffled (counts: from half a unit less). Where values are "
        "skewed, as sparse counts are, the normal alone finds a lot in shuffled data."
    )
    if not by_permutation:
        return [analytic, tr("The findings follow p, corrected.")]
    return [
        analytic,
        tr(
            "The findings follow the permutation p, corrected; where fewer than {few} of its draws "
            "are as extreme, the smaller of p and the permutation p (Winkler et al. 2016, "
            "NeuroImage 141: 502-516).",
            few=FEW,
        ),
    ]


def raw_count_warning(inputs: Inputs, column: str) -> tuple[Message, ...]:
    """Return the warning that a raw count mostly shows where people are, if it is one."""
    if column not in inputs.counts:
        return ()
    return (
        tr(
            "“{column}” is a plain count: high counts lie where many people or buildings are. "
            "A share, a rate or a density says more.",
            column=title_of(inputs, column),
        ),
    )
