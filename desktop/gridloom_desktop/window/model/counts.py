"""How counts are told: exactly, or of persons as they may leave."""

from gridloom_analytics.disclosure import THRESHOLD, rounded_total
from gridloom_layers.language import Message, tr, tr_n


def told_count(count: int, *, persons: bool) -> int:
    """Return a count as it may be told: of persons in full tens, 0 for fewer than ten of them."""
    return rounded_total(count) if persons else count


def amount(count: int, *, persons: bool) -> Message | str:
    """Return a count in words: of persons in full tens, and fewer than ten of them as that."""
    told = told_count(count, persons=persons)
    return f"{told:,}" if told or not persons else tr("under {few}", few=THRESHOLD)


def features_told(count: int, *, persons: bool) -> Message:
    """Return how many features there are, as a sentence."""
    if persons:
        return tr("{count} persons", count=amount(count, persons=True))
    return tr_n("{count:,} feature", "{count:,} features", count)
