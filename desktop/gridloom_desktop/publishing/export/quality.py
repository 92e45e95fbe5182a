"""The quality report, released: figures that rest on a few persons are withheld."""

from dataclasses import InitVar, dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from gridloom_analytics.disclosure import THRESHOLD, coarse, small_counts
from gridloom_analytics.quality import QualityReport, TableQuality
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN, blanked
from gridloom_desktop.publishing.export.places import places
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.language import Language
from gridloom_layers.workspace import Store

ROWS = "rows"
"""The count of rows that the figures of a source or an area rest on."""
LABELS = ("file", "as_of", "source", "code", "name")
CHECKED = ("asked", "failed", "share")


@dataclass(frozen=True)
class ReleasedQuality:
    """A quality report that may be shown, printed or written; made by the gate only.

    Its areas have ``code`` and ``name`` in front and ``suppressed`` at the end; figures that rest
    on 1 to 9 persons are null, and so is what an area has none of.
    """

    seal: InitVar[object]
    report: QualityReport

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise TypeError("only the gate (publishing.export) releases values")

    @property
    def suppressed(self) -> int:
        """In how many areas figures are withheld, over all tables."""
        areas = [one.areas for one in self.report.tables if one.areas is not None]
        return sum(int(one[SUPPRESSED_COLUMN].to_numpy().sum()) for one in areas)


def release_quality(store: Store, report: QualityReport) -> ReleasedQuality:
    """Return a quality report as it may be seen.

    The threshold is that of the rows that a figure rests on. A few faults among many rows are told:
    they say something of the data, not of a person, and the list of the rows does not leave here.
    """
    tables = tuple(_released(store, report.level, one) for one in report.tables)
    return ReleasedQuality(SEAL, replace(report, tables=tables))


def _released(store: Store, level: str | None, one: TableQuality) -> TableQuality:
    areas = one.areas
    if areas is not None and level is not None:
        named = places(store, level).loc[areas.index]
        areas = pd.concat([pd.DataFrame(named[["code", "name"]]), areas], axis=1)
    if not one.persons:
        return replace(one, areas=None if areas is None else _marked(areas, persons=False))
    hidden = 0 < one.rows < THRESHOLD
    few = areas is not None and bool(_rests_on_few(areas).any())
    imports = one.imports.assign(**{ROWS: one.imports["loaded"]})
    return replace(
        one,
        checks=blanked(one.checks, np.full(len(one.checks), hidden), CHECKED),
        whole={name: np.nan if hidden else value for name, value in one.whole.items()},
        sources=_withheld(one.sources),
        imports=_withheld(imports).drop(columns=ROWS),
        areas=None if areas is None else _marked(areas, persons=True),
        placed=coarse(one.placed, one.rows)[0] if few else one.placed,
    )


def _marked(areas: pd.DataFrame, *, persons: bool) -> pd.DataFrame:
    """Return areas without what rests on a few persons, and which these are."""
    rows = _rests_on_few(areas) if persons else np.zeros(len(areas), dtype=bool)
    return (_withheld(areas) if persons else areas).assign(**{SUPPRESSED_COLUMN: rows})


def _rests_on_few(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return small_counts(frame.loc[:, [ROWS]])


def _withheld(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank the figures of rows that rest on a few persons."""
    figures = [name for name in frame.columns if name not in LABELS]
    return blanked(frame, _rests_on_few(frame), figures)


def quality_rows(released: ReleasedQuality, language: Language) -> ReleasedTable:
    """Return the part of a report that a CSV file holds: the areas, without a level the checks."""
    report = released.report
    frames = [_rows_of(one, language) for one in report.tables]
    frame = pd.concat([each for each in frames if each is not None], ignore_index=True)
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    return ReleasedTable(SEAL, table, "quality", None, report.data_date)


def _rows_of(one: TableQuality, language: Language) -> pd.DataFrame:
    if one.areas is not None:
        return one.areas.reset_index(drop=True).assign(table=one.table)
    titles = [title[language] for title in one.checks["title"]]
    return one.checks.assign(title=titles, table=one.table)
