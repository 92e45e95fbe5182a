"""The answer to a query."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual


@dataclass(frozen=True)
class QueryAnswer:
    """The rows of ``table`` that a query selects.

    ``count`` is how many they are, whatever the limit; ``rows`` holds ``row_key`` and the columns
    asked for, in the order of the row keys. ``by`` holds the counts by what was asked (see
    :func:`~gridloom_analytics.queries.tabulating.tabulate`), ``level`` the table of the areas
    whose row keys its index is, or None (also where three or more things were asked). ``persons``
    says that each row is a person, so that the gate must suppress small counts; ``identifying`` are
    the fields in the filter that tell single persons apart. ``warnings`` says what could not be
    asked or placed.
    """

    table: str
    rows: pa.Table
    count: int
    by: pd.DataFrame | None = None
    level: str | None = None
    persons: bool = False
    identifying: tuple[str, ...] = ()
    warnings: tuple[Bilingual, ...] = ()
