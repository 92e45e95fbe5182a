"""An age pyramid: persons by bands of five years and by sex."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import Categories, Integers, Numbers
from gridloom_desktop.window.model.charts.wording import Pick, among, between

BAND = 5
OLDEST = 100
"""All of this age and above are one band."""
BANDS = OLDEST // BAND + 1
SEXES = ("F", "M")


@dataclass(frozen=True, eq=False)
class Pyramid:
    """Bands from the youngest; the bin of a band and sex is ``2 · band + sex`` (1: male)."""

    age: Numbers
    sex: Categories
    coded: Coded

    @property
    def bands(self) -> int:
        """The number of bands: always the same, so that the oldest is not told by it."""
        return BANDS

    def sides(self, counts: Integers) -> Integers:
        """Return counts of bins as (bands, 2): women, men."""
        return counts[: 2 * self.bands].reshape(self.bands, 2)

    def marked(self, positions: Integers) -> Integers:
        """Return how many of the rows at some positions each band and sex holds; (bands, 2)."""
        return self.sides(self.coded.counts(positions))

    def ages(self, band: int) -> tuple[float, float]:
        """Return the age that a band begins with, and the one it ends before."""
        last = band == BANDS - 1
        return float(band * BAND), np.inf if last else float((band + 1) * BAND)

    def label(self, band: int) -> str:
        """Return what a band is called."""
        low, high = self.ages(band)
        return f"{low:.0f}+" if np.isinf(high) else f"{low:.0f}–{high - 1:.0f}"

    def picked(self, bands: range, sexes: Iterable[int]) -> Pick:
        """Return what some neighbouring bands of one sex or both hold."""
        chosen = sorted(set(sexes))
        bins = [2 * band + one for band in bands for one in chosen]
        years = between(self.age.name, self.ages(bands.start)[0], self.ages(bands.stop - 1)[1])
        return Pick(partial(self.coded.rows, bins), f"{years} and {self._sexed(chosen)}")

    def _sexed(self, chosen: list[int]) -> str:
        return among(self.sex.name, [SEXES[one] for one in chosen])


def pyramid(age: Numbers, sex: Categories, *, persons: bool = False) -> Pyramid | None:
    """Return the pyramid of ages and canonical sexes; None where no row has both."""
    codes = _sexes(sex)
    known = np.isfinite(age.values) & (age.values >= 0) & (codes >= 0)
    if not known.any():
        return None
    years = np.where(known, age.values, 0.0)
    band = np.minimum(years // BAND, BANDS - 1)
    found = np.where(known, 2 * band + codes, 2 * BANDS).astype(np.uint16)
    return Pyramid(age, sex, Coded(found, 2 * BANDS, persons))


def _sexes(sex: Categories) -> Integers:
    """Return 0 for a woman, 1 for a man, −1 for whoever is neither on record."""
    number = {code: place for place, code in enumerate(SEXES)}
    meant = np.array([number.get(str(one), -1) for one in sex.raw] + [-1])
    return meant[sex.codes]
