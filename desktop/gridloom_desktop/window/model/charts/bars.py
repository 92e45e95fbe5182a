"""Bars: how many rows have each of the most frequent values, and how many any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_desktop.window.model.charts.coded import Coded, small
from gridloom_desktop.window.model.charts.column import Categories, Integers
from gridloom_desktop.window.model.charts.wording import Pick, among, either, named
from gridloom_layers.language import tr

MOST = 20


@dataclass(frozen=True, eq=False)
class Bars:
    """A bar for each category, the most frequent first, the last for ``others`` further ones."""

    column: Categories
    labels: tuple[Bilingual, ...]
    coded: Coded
    others: int = 0

    @property
    def size(self) -> int:
        """The number of bars."""
        return len(self.labels)

    def said(self, bar: int) -> str:
        """Return what the rows of a bar have in common."""
        if self.others and bar == self.size - 1:
            name, listed = named(self.column.name), among(self.column.name, self.column.raw[:bar])
            return f"{name} is not null and not ({listed})"
        return among(self.column.name, self.column.raw[bar : bar + 1])

    def marked(self, positions: Integers) -> Integers:
        """Return how many of the rows at some positions each bar holds; (k,)."""
        return self.coded.counts(positions)[:-1]

    def picked(self, chosen: Iterable[int]) -> Pick:
        """Return what some bars hold."""
        found = sorted(set(chosen))
        plain = [one for one in found if not (self.others and one == self.size - 1)]
        said = [among(self.column.name, [self.column.raw[one] for one in plain])] if plain else []
        said += [self.said(one) for one in found if one not in plain]
        return Pick(partial(self.coded.rows, found), either(said))


def bars(column: Categories, *, most: int = MOST, persons: bool = False) -> Bars | None:
    """Return the bars of a column; None where it has no value.

    What few persons have is one of the others: its name alone would tell of them.
    """
    if not column.raw:
        return None
    counts = np.bincount(column.codes + 1, minlength=len(column.raw) + 1)[1:]
    shown = int((counts >= THRESHOLD).sum()) if persons else len(counts)
    labels = column.labels[: shown if shown == len(counts) <= most else min(shown, most - 1)]
    others = len(column.raw) - len(labels)
    if others:
        labels = (*labels, tr("{count:,} other values", count=others).both())
    codes = np.minimum(column.codes, len(labels) - 1)
    codes = np.where(column.codes < 0, len(labels), codes).astype(small(len(labels)))
    return Bars(column, labels, Coded(codes, len(labels), persons), others)
