"""A change of a folder store: files made in ``staging/``, moved, then named by the manifest."""

import shutil
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.answering import write_sealed
from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.files import digest_of, flush, flush_folder
from gridloom_layers.workspace.finding import carry_over
from gridloom_layers.workspace.manifest import (
    FOLDERS,
    FORMAT,
    ImportEntry,
    Link,
    Manifest,
    MeasureEntry,
    Obsolete,
    Ownership,
    ResultEntry,
    TableInfo,
)
from gridloom_layers.workspace.names import KINDS, check_name, check_rename
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.sealing import Seal
from gridloom_layers.workspace.writes import TableSpec
from gridloom_layers.workspace.writing import TableWriter

STAGING = "staging"
Longs = npt.NDArray[np.int64]


@dataclass
class FolderChange:
    """The writes of one change; see :class:`~gridloom_layers.workspace.writes.Change`."""

    folder: Path
    manifest: Manifest
    seal: Seal
    noted: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    _new_files: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._before = self.manifest
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        self.sequence = self.manifest.sequence + 1
        # No name is ever used twice, by a change that was given up neither: what is derived
        # from a file goes by its name.
        self._mark = f"{self.sequence:06d}-{uuid.uuid4().hex[:8]}"

    @property
    def pending(self) -> FolderReading:
        """The workspace as it will be, to read from."""
        return FolderReading(self.folder, self.manifest, self.folder / STAGING, self.seal)

    def new_file(self, folder: str, name: str, suffix: str) -> tuple[Path, str]:
        """Return a path to write a file of this change to, and its name in the workspace."""
        number = len(self._new_files)
        relative = f"{folder}/{name}.{self._mark}-{number}{suffix}"
        path = self.folder / STAGING / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        self._new_files.append(relative)
        return path, relative

    def write(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Write a new generation of a table from a stream of batches."""
        self._drop_links(spec.name)
        if spec.name in self.manifest.ownership:
            owners = self.manifest.ownership[spec.name].owners
            self.put_ownership(spec.name, Ownership(owners=owners))
        check_name(self.manifest, spec.name, "tables")
        return self._put_table(self._tables.write(spec, batches))

    @property
    def _tables(self) -> TableWriter:
        return TableWriter(self.pending, self.new_file, self.sequence, self.seal)

    def _put_table(self, table: TableInfo) -> TableInfo:
        self._put(tables={**self.manifest.tables, table.name: table})
        return table

    def append(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Add rows to a table; its links stay, those of the new rows are null."""
        return self._put_table(self._tables.append(spec, batches))

    def revise(
        self,
        spec: TableSpec,
        revised: Iterable[pa.RecordBatch],
        removed: Longs,
        ended_by: int,
    ) -> TableInfo:
        """Replace rows by their new versions and take rows out; keep the old ones as history."""
        return self._put_table(self._tables.revise(spec, revised, removed, ended_by))

    def link(
        self, link: Link, keys: pa.ChunkedArray, scores: pa.ChunkedArray | None = None
    ) -> None:
        """Add (or replace) the columns of a link in a new generation of the left records."""
        for old in self.manifest.links:  # one that had scores, perhaps
            if (old.left, old.column) == (link.left, link.column) and old.score != link.score:
                self._drop_field(link.left, old.score)
        before = self.manifest.tables[link.left]
        after = self._put_table(self._tables.linked(link, keys, scores))
        self._put(links=_with_link(self.manifest.links, link))
        carry_over(Derived(self.folder), before, after, link.columns)
        with suppress(OSError):  # no room for what can be made again: the join stands
            self.pending.index_link(link, keys.cast(pa.int64()))  # now: nobody waits for it later

    def record_import(
        self, table: str, report: Mapping[str, object], quarantined: pa.Table | None
    ) -> ImportEntry:
        """Keep the report of an import and its quarantined rows."""
        number = max((entry.number for entry in self.manifest.imports), default=0) + 1
        name, digest = None, None
        if quarantined is not None and quarantined.num_rows:
            path, name = self.new_file("quarantine", f"import-{number}", ".parquet")
            write_sealed(path, quarantined, self.seal)
            digest = digest_of(path)
        entry = ImportEntry(
            number=number,
            table=table,
            report=dict(report),
            quarantine=name,
            quarantine_sha256=digest,
        )
        self._put(imports=(*self.manifest.imports, entry))
        self.note("import", {"table": table, "number": number})
        return entry

    def note(self, act: str, details: Mapping[str, object]) -> None:
        """Have an act logged when this change is done."""
        self.noted.append((act, dict(details)))

    def remember_mapping(self, headers: str, mapping: Mapping[str, str]) -> None:
        """Keep the mapping chosen for a set of source headers."""
        self._put(mappings={**self.manifest.mappings, headers: dict(mapping)})

    def put_ownership(self, table: str, owned: Ownership) -> None:
        """Keep whose values a table holds."""
        self._put(ownership={**self.manifest.ownership, table: owned})

    def put_measure(self, name: str, text: str) -> None:
        """Keep a measure under a name."""
        check_name(self.manifest, name, "measures")
        entry = MeasureEntry(name=name, text=text)
        self._put(measures={**self.manifest.measures, name: entry})
        self.note("measure", {"name": name})

    def put_result(
        self, name: str, analysis: str, document: Mapping[str, object], files: Mapping[str, str]
    ) -> None:
        """Keep a result under a name, replacing an older one."""
        check_name(self.manifest, name, "results")
        entry = ResultEntry(
            name=name,
            analysis=analysis,
            generation=self.sequence,
            document=dict(document),
            files=dict(files),
        )
        self._put(results={**self.manifest.results, name: entry})
        self.note("run", {"name": name, "analysis": analysis})

    def remove(self, name: str) -> None:
        """Remove the table, measure or result called ``name``.

        With a table go the links to it, its imports, the rows they set aside, and its owners.
        """
        kind = self._kind(name)
        if kind == "tables":
            self._drop_links(name)
            self._put(
                imports=tuple(old for old in self.manifest.imports if old.table != name),
                ownership={k: v for k, v in self.manifest.ownership.items() if k != name},
            )
        entries = getattr(self.manifest, kind)
        self._put(**{kind: {key: value for key, value in entries.items() if key != name}})

    def rename(self, old: str, new: str) -> None:
        """Rename a table, measure or result; links and imports follow, link columns stay."""
        kind = self._kind(old)
        check_rename(self.manifest, old, new, kind)
        entries = {
            new if key == old else key: entry.model_copy(update={"name": new})
            if key == old
            else entry
            for key, entry in getattr(self.manifest, kind).items()
        }
        self._put(**{kind: entries})
        if kind == "tables":
            self._put(
                links=tuple(_renamed(link, old, new) for link in self.manifest.links),
                imports=tuple(
                    entry.model_copy(update={"table": new}) if entry.table == old else entry
                    for entry in self.manifest.imports
                ),
                ownership={
                    new if name == old else name: owned
                    for name, owned in self.manifest.ownership.items()
                },
            )
        self.note("rename", {"old": old, "new": new})

    def reword(
        self, measures: Mapping[str, str], documents: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Give kept measures other texts, and results other documents, that say the same."""
        kept, results = dict(self.manifest.measures), dict(self.manifest.results)
        for name, text in measures.items():
            kept[name] = kept[name].model_copy(update={"text": text})
        for name, document in documents.items():
            results[name] = results[name].model_copy(update={"document": dict(document)})
        self._put(measures=kept, results=results)

    def _kind(self, name: str) -> str:
        for kind in KINDS:
            if name in getattr(self.manifest, kind):
                return kind
        raise BadInput(
            "unknown-name",
            tr("There is nothing called “{name}” in this workspace.", name=name),
            Where(file=str(self.folder)),
            tr("“gridloom describe” lists what it holds."),
        )

    def _drop_links(self, name: str) -> None:
        """Drop the links from and to a table."""
        for link in self.manifest.links:
            if name in (link.left, link.right):
                self.unlink(link)

    def unlink(self, link: Link) -> None:
        """Drop a link; its columns are no fields any more."""
        for column in link.columns:
            self._drop_field(link.left, column)
        kept = tuple(
            old for old in self.manifest.links
            if (old.left, old.column) != (link.left, link.column)
        )  # fmt: skip
        self._put(links=kept)

    def _drop_field(self, table: str, name: str | None) -> None:
        left = self.manifest.tables[table]
        fields = tuple(field for field in left.fields if field.name != name)
        changed = left.model_copy(update={"fields": fields})
        self._put(tables={**self.manifest.tables, table: changed})

    def _put(self, **changed: Any) -> None:
        self.manifest = self.manifest.model_copy(update=changed)

    def publish(self) -> Manifest:
        """Move the new files into place and return the manifest that names them."""
        current = self.manifest.files()
        for name in (name for name in self._new_files if name in current):
            target = self.folder / name
            flush(self.folder / STAGING / name)
            target.parent.mkdir(exist_ok=True)
            (self.folder / STAGING / name).replace(target)
        for folder in FOLDERS:
            if (self.folder / folder).is_dir():
                flush_folder(self.folder / folder)
        gone = sorted(self._before.files() - current)
        unswept = [old for old in self.manifest.obsolete if (self.folder / old.file).exists()]
        obsolete = (*unswept, *(Obsolete(file=name, since=self.sequence) for name in gone))
        return self.manifest.model_copy(
            update={"format": FORMAT, "sequence": self.sequence, "obsolete": obsolete}
        )

    def discard(self) -> None:
        """Remove what is left in ``staging/``."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)


def _with_link(links: tuple[Link, ...], link: Link) -> tuple[Link, ...]:
    """Return links with one added, or put in the place of the one in the same column."""
    same = [(old.left, old.column) == (link.left, link.column) for old in links]
    if not any(same):
        return (*links, link)
    return tuple(link if again else old for old, again in zip(links, same, strict=True))


def _renamed(link: Link, old: str, new: str) -> Link:
    sides = {"left": link.left, "right": link.right}
    sides = {side: new if name == old else name for side, name in sides.items()}
    return link.model_copy(update={**sides, "report": {**link.report, **sides}})
