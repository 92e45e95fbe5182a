"""The values of a measure at an area level."""

from dataclasses import dataclass

import pandas as pd

from gridloom_analytics.bilingual import Bilingual


@dataclass(frozen=True)
class MeasureValues:
    """A measure evaluated for every area of a level, areas without a row included.

    ``text`` is the measure as written; ``level`` the table of the areas. ``frame`` is on the row
    keys of ``level``: ``value`` (float, NaN where the denominator is 0) and one column for each
    term of the measure, named as the term is written. ``persons``, on the same index, has a
    column for each count of persons that the value rests on, or is None where it rests on none.
    ``coverage`` gives, for each term, how many of its rows could be placed at this level and how
    many there are (not for a table of figures that areas were joined to: its other rows are of
    other places); ``warnings`` says in words what is missing.
    """

    text: str
    level: str
    frame: pd.DataFrame
    title: Bilingual
    unit: str
    persons: pd.DataFrame | None
    coverage: dict[str, tuple[int, int]]
    warnings: tuple[Bilingual, ...] = ()
