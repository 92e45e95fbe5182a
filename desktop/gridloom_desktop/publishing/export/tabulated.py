"""Counts by areas, fields and bands: the answers of queries, small counts of persons withheld."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from gridloom_analytics.disclosure import THRESHOLD, small_counts
from gridloom_analytics.queries import QueryAnswer
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.headings import listed_headings
from gridloom_desktop.publishing.export.places import places
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY, Store


def release_tabulated(store: Store, answer: QueryAnswer) -> pd.DataFrame:
    """Return the counts of a query ``by`` something as they may be shown.

    Each count of 1 to 9 persons is null, and its row marked in the column ``suppressed``; ``code``
    and ``name`` say which area a row is about where the counts are by a level.
    """
    if answer.by is None:
        raise ValueError("the query was not asked by anything")
    counts = answer.by.copy()
    withheld = np.zeros(counts.shape, dtype=bool)
    if answer.persons:
        for position, name in enumerate(counts.columns):
            withheld[:, position] = small_counts(counts.loc[:, [name]], THRESHOLD)
        counts = counts.astype("Int64").mask(withheld)
    counts.columns = [str(name) for name in counts.columns]
    counts[SUPPRESSED_COLUMN] = withheld.any(axis=1)
    if answer.level is None:
        return counts
    areas = places(store, answer.level).loc[counts.index]
    return pd.concat([pd.DataFrame(areas[["code", "name"]]), counts], axis=1)


def export_tabulated(
    store: Store, answer: QueryAnswer, out: Path, progress: Progress | None = None
) -> ExportReport:
    """Write the counts of a query (.csv, .xlsx, .gpkg, .parquet), released; areas with shapes."""
    ending = check_ending(out, ROW_FORMATS)
    released = release_tabulated(store, answer)
    table = pa.Table.from_pandas(released.reset_index(), preserve_index=False)
    table = table.replace_schema_metadata(None)
    crs = None
    if answer.level is not None and ending == ".gpkg":
        shapes = places(store, answer.level).loc[released.index].geometry.to_wkb()
        table, crs = table.append_column(GEOMETRY, pa.array(shapes, pa.binary())), store.crs
    name = answer.table
    heads = listed_headings(table.column_names)
    rows = ReleasedTable(SEAL, table, name, crs, store.data_date, heads)
    write_rows(rows, out, progress or Progress())
    return ExportReport(out, len(released), int(released[SUPPRESSED_COLUMN].to_numpy().sum()))
