"""What is in a file, seen without importing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.personal import looks_personal
from gridloom_layers.importing.texts import as_text
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers import Source, open_source
from gridloom_layers.roles import ROLES, role
from gridloom_layers.roles.aliases import known_headers

SAMPLE = 200
"""Rows that are looked at."""


@dataclass(frozen=True)
class Found:
    """One layer or sheet of a file: what is known of it, and its first rows as texts.

    ``rows`` is 0 where it is not known before the file is read. ``geometry`` is ``area``, ``line``,
    ``point``, ``any`` or None. ``sample`` has the first values of each column; ``personal`` are the
    columns whose values look like those of persons.
    """

    path: Path
    driver: str
    layer: str | None
    layers: tuple[str, ...]
    headers: tuple[str, ...]
    encoding: str | None
    crs: str | None
    geometry: str | None
    rows: int
    size: int
    sample: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The file's name, with the layer where there are several."""
        several = self.layer is not None and len(self.layers) > 1
        return f"{self.path.name} · {self.layer}" if several else self.path.name

    @property
    def encoded(self) -> bool:
        """Whether the encoding is a question: of text tables and shapefiles."""
        return self.driver in ("CSV", "TSV", "ESRI Shapefile")

    def examples(self, column: str, most: int = 3) -> list[str]:
        """Return the first different values of a column."""
        filled = (one for one in self.sample.get(column, ()) if one)
        return list(dict.fromkeys(filled))[:most]


@cache
def _headers_of_all() -> frozenset[str]:
    return frozenset().union(*(known_headers(role(name)) for name in ROLES))


def look_at(
    path: Path, progress: Progress, layer: str | None = None, encoding: str | None = None
) -> Found:
    """Return what a file holds; raise ``BadInput`` for what cannot or must not be read.

    ``layer`` and ``encoding`` overrule what is found. Reads off the window's thread.
    """
    progress.report("look", 0, 0)
    with open_source(path, layer, encoding, known=_headers_of_all()) as source:
        first = next((batch for batch in source.batches() if batch.num_rows), None)
        progress.report("look", 1, 1)
        if first is None:
            raise BadInput(
                "empty-source",
                tr("“{file}” holds no rows.", file=path.name),
                Where(file=str(path), layer=source.layer),
                tr("Check that the right file was given."),
            )
        return _found(path, source, first.slice(0, SAMPLE))


def _found(path: Path, source: Source, sample: pa.RecordBatch) -> Found:
    texts = {header: as_text(sample.column(header)) for header in source.headers}
    return Found(
        path=path,
        driver=source.driver,
        layer=source.layer,
        layers=source.layers,
        headers=source.headers,
        encoding=source.encoding,
        crs=source.crs,
        geometry=source.geometry,
        rows=source.rows,
        size=path.stat().st_size,
        sample={header: tuple(text.to_pylist()) for header, text in texts.items()},
        personal=frozenset(header for header, text in texts.items() if looks_personal(text)),
    )
