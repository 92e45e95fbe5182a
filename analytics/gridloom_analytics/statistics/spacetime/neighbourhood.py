"""One event and those alike: more than shuffled times or kinds would put beside it?"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom


@dataclass(frozen=True)
class Overlap:
    """How many of ``total`` others have both of two marks, and what chance would give.

    ``first`` others have the one mark (near in space), ``second`` the other (near in time),
    ``both`` have both.
    """

    total: int
    first: int
    second: int
    both: int

    @property
    def expected(self) -> float:
        """The mean of ``both`` when either mark is shuffled over all others; 0 without others.

        >>> Overlap(10, 4, 5, 3).expected
        2.0
        """
        return self.first * self.second / self.total if self.total else 0.0

    @property
    def p(self) -> float:
        """How often shuffling gives as many or more: exact, by the hypergeometric distribution.

        It is what infinitely many permutations would give (Fisher's exact test, one-sided).

        >>> round(Overlap(10, 4, 5, 3).p, 6)
        0.261905
        """
        if not self.total:
            return 1.0
        tail = hypergeom.sf(self.both - 1, self.total, self.first, self.second)
        return float(np.minimum(1.0, tail))
