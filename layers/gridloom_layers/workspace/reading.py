"""Reading a workspace folder at one commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.workspace import scanning
from gridloom_layers.workspace.arrays import Arrays, open_arrays, write_arrays
from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.finding import Finding
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import (
    Encryption,
    ImportEntry,
    Link,
    Manifest,
    MeasureEntry,
    Ownership,
    Part,
    ResultEntry,
    TableInfo,
)
from gridloom_layers.workspace.parts import read_column, read_parts, stored_columns
from gridloom_layers.workspace.questions import Questions
from gridloom_layers.workspace.sealing import PLAIN, Seal
from gridloom_layers.workspace.snapshots import manifest_at

if TYPE_CHECKING:  # a map does without them
    import geopandas as gpd
    from sqlglot import exp


class FolderReading:
    """A workspace folder as one manifest describes it.

    ``staging`` is the folder of a change under way, whose files are not in their place yet;
    ``seal`` is that of the workspace where it is known, ``derived`` its derived files.
    """

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        staging: Path | None = None,
        seal: Seal | None = None,
        derived: Derived | None = None,
    ) -> None:
        self.path, self._staging = path, staging
        self.seal = seal or PLAIN
        self._derived = derived or Derived(path)
        self._adopt(manifest)

    def _adopt(self, manifest: Manifest) -> None:
        """Read what ``manifest`` names from now on."""
        self.manifest = manifest
        if self.seal.about != manifest.encryption:
            self.seal = Seal(manifest.encryption, self._key)
        self.locate = Locate(self.path, self._staging, self.seal)
        self._finding = Finding(self.locate, self._derived)
        self._questions = Questions(manifest.tables, self.locate, self._derived)

    def _key(self, about: Encryption) -> bytes:
        from gridloom_layers.workspace.keychain import find_key  # late: loads keyring

        return find_key(about, self.path)

    def close(self) -> None:
        """Let go of the files."""
        self._finding.close()
        self._questions.close()

    @property
    def name(self) -> str:
        """The folder's name without its ending."""
        return self.path.stem

    @property
    def sequence(self) -> int:
        """The number of the commit that is read."""
        return self.manifest.sequence

    @property
    def crs(self) -> str:
        """The projected CRS that all layers are in."""
        return self.manifest.crs

    @property
    def data_date(self) -> dt.date:
        """The date at which ages and other derived values are taken."""
        return self.manifest.data_date

    @property
    def tables(self) -> Mapping[str, TableInfo]:
        """The layers and tables by name."""
        return self.manifest.tables

    @property
    def links(self) -> Sequence[Link]:
        """The joins that are kept."""
        return self.manifest.links

    @property
    def measures(self) -> Mapping[str, MeasureEntry]:
        """The measures by name."""
        return self.manifest.measures

    @property
    def results(self) -> Mapping[str, ResultEntry]:
        """The kept results by name."""
        return self.manifest.results

    @property
    def imports(self) -> Sequence[ImportEntry]:
        """The imports that happened, oldest first."""
        return self.manifest.imports

    @property
    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        """The header mappings that were chosen before."""
        return self.manifest.mappings

    @property
    def ownership(self) -> Mapping[str, Ownership]:
        """Whose values the tables hold, for those with rules or more than one source."""
        return self.manifest.ownership

    def table(self, name: str) -> TableInfo:
        """Return the table called ``name``; raise ``BadInput`` that lists what there is."""
        if name in self.tables:
            return self.tables[name]
        raise BadInput(
            "unknown-table",
            tr("There is no layer or table “{name}” in this workspace.", name=name),
            Where(file=str(self.path), layer=name),
            tr("It holds: {names}.", names=listed(self.tables)),
        )

    def attributes(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and the columns of a table, in row order."""
        return scanning.attributes(self.locate, self.table(name), columns)

    def scan(
        self, name: str, *, geometry: bool = False, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield columns of a table (None: all) in row order, with WKB ``geometry`` if asked for."""
        table = self.table(name)
        return scanning.scan(self.locate, table, geometry=geometry, columns=columns)

    def scan_part(self, name: str, part: Part) -> Iterator[pa.RecordBatch]:
        """Yield all that one part of the records of a table holds, its geometry too."""
        return scanning.scan_part(self.locate, self.table(name), part)

    def beside(self, parts: Sequence[Part]) -> Iterator[pa.RecordBatch]:
        """Yield all columns of parts that lie beside the records, by rising row key."""
        return read_parts(self.locate, parts, stored_columns(self.locate, parts))

    def shapes(self, name: str, row_keys: pa.Array | None = None) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of rows (None: all) of a layer, in row order."""
        table = self._placed(name)
        if row_keys is None:
            return scanning.shapes(self.locate, table)
        return self._finding.shapes(table, row_keys)

    def arrays(self, kind: str, name: str, make: Callable[[], Arrays]) -> Arrays:
        """Return arrays made of the rows of a table, from the file that keeps them if there is.

        ``kind`` tells all that they depend on beside the rows. An encrypted workspace keeps none.
        """
        table = self.table(name)
        if self.seal.encrypted:
            return make()
        files = [part.file for part in table.records] + ([table.layer] if table.layer else [])
        path = self._derived.file(
            f"arrays {kind}", files, ".arrays", lambda to: write_arrays(to, make())
        )
        return open_arrays(path)

    def _placed(self, name: str) -> TableInfo:
        """Return a table whose rows have a place; refuse one without geometry."""
        table = self.table(name)
        if table.geometry is None:
            raise BadInput(
                "no-geometry",
                tr("“{name}” has no geometry; it is a table.", name=name),
                Where(file=str(self.path), layer=name),
                tr("Name a layer, or join the table to one."),
            )
        return table

    def near(
        self, name: str, box: tuple[float, float, float, float]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
        """Return the row keys and the shapes of a layer whose boxes meet ``box``, in row order."""
        return scanning.near(self.locate, self._placed(name), box)

    def layer(self, name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return a layer with its geometries in the workspace's CRS, indexed by row key."""
        return scanning.frame(self.locate, self._placed(name), columns, self.crs)

    def find(self, name: str, field: str, values: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``values``), ``row_key`` of the rows with that value."""
        return self._finding.find(self.table(name), field, values)

    def referring(self, link: Link, row_keys: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``row_keys``), ``row_key`` of left rows linked to it."""
        return self._finding.referring(self.table(link.left), link.column, row_keys)

    def index_link(self, link: Link, keys: pa.ChunkedArray) -> None:
        """Make what looks up who is linked to whom from the column of a link, both ways."""
        self._finding.index_link(self.table(link.left), link.column, keys.chunks)

    def rows(self, name: str, row_keys: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of rows, in the order of ``row_keys``."""
        return self._finding.rows(self.table(name), row_keys, columns)

    def rows_at(
        self, name: str, positions: npt.NDArray[np.int64], columns: Sequence[str] | None = None
    ) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of the rows at positions, in their order."""
        return self._finding.rows_at(self.table(name), positions, columns)

    def positions(self, name: str, row_keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return at which position of a table each row is, −1 where it is not there."""
        return self._finding.positions(self.table(name), row_keys)

    def column(self, name: str, column: str) -> pa.ChunkedArray:
        """Return one column of a table in row order, texts as a dictionary of each chunk."""
        return read_column(self.locate, self.table(name).records, column)

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        return self._questions.select(query, given)

    def materialised(self, query: exp.Query) -> exp.Table:
        """Return a relation that holds the answer of a query over tables of the workspace."""
        return self._questions.materialised(query)

    def answer(self, query: exp.Query) -> pa.Table:
        """Run a query over tables and relations; keep the answer until one of them changes."""
        return self._questions.answer(query)

    def kept_answer(
        self, question: str, tables: Sequence[str], make: Callable[[], pa.Table]
    ) -> pa.Table:
        """Return what ``make`` computes from tables or relations; keep it until one changes."""
        return self._questions.kept_answer(question, tables, make)

    def at(self, day: dt.date) -> FolderReading:
        """Return the city as it was at ``day``, to read from."""
        manifest = manifest_at(self.manifest, day, self.locate, self._derived)
        # the rows of that day are such a file, perhaps a temporary one
        return FolderReading(self.path, manifest, self._staging, self.seal, self._derived)

    def again(self) -> FolderReading:
        """Return a reading of the same commit for another thread; its files stay as long as ours.

        It has its own open files and its own database, so that neither waits for the other.
        """
        return FolderReading(self.path, self.manifest, self._staging, self.seal, self._derived)

    def quarantined(self, number: int) -> pa.Table:
        """Return the quarantined rows of import ``number`` (empty where there are none)."""
        entry = next((entry for entry in self.imports if entry.number == number), None)
        if entry is None or entry.quarantine is None:
            return pa.table({})
        return pq.read_table(self.locate(entry.quarantine), **self.seal.reading())

    def result_file(self, name: str, kind: str) -> Path:
        """Return the path of a file of a kept result."""
        if name not in self.results:
            raise BadInput(
                "unknown-result",
                tr("There is no result “{name}” in this workspace.", name=name),
                Where(file=str(self.path), layer=name),
                tr("It holds: {names}.", names=listed(self.results)),
            )
        return self.locate(self.results[name].files[kind])
