"""The table that an import goes to: what is there already, and what it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.intake import Intake
from gridloom_layers.importing.keys import KeySet
from gridloom_layers.importing.merging import Upsert, appended, schema_of, union_fields
from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.importing.plan import Plan
from gridloom_layers.importing.texts import as_text
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import Role
from gridloom_layers.workspace import ROW_KEY, SourceInfo, Store, TableField, TableInfo, TableSpec


@dataclass(frozen=True)
class Destination:
    """A table before an import: ``old`` is None where there is none (or it is to be replaced).

    ``next_key`` is the first row key that was never used in the table, ``number`` that of the
    source to come.
    """

    store: Store
    options: ImportOptions
    old: TableInfo | None
    next_key: int
    number: int

    def taken(self, plan: Plan) -> KeySet | None:
        """Return the keys that new rows must not have."""
        if self.old is None or self.options.mode != "new":
            return None
        if plan.key is None or self.old.key != plan.key:
            return None
        keys = KeySet()
        column = self.store.attributes(self.old.name, [plan.key]).column(1)
        for chunk in column.chunks:
            keys.add(as_text(chunk))
        return keys

    def key(self, plan: Plan) -> str | None:
        """Return the key of the table after the import: none where it does not hold for all rows.

        Rows without any key do not take it from the others.
        """
        if self.old is None or self.old.key == plan.key:
            return plan.key
        return self.old.key if plan.role.key not in plan.mapping else None

    def kept_fields(self) -> tuple[TableField, ...]:
        """Return the fields of the table that stay: all but links, which no longer hold."""
        if self.old is None:
            return ()
        links = {link.column for link in self.store.links if link.left == self.old.name}
        return tuple(field for field in self.old.fields if field.name not in links)

    def warnings(self) -> list[Message]:
        """Return what the import undoes."""
        name = self.options.table
        lost = [link for link in self.store.links if name in (link.left, link.right)]
        return [
            tr("The join of “{left}” with “{right}” was undone; join them again.",
               left=link.left, right=link.right)
            for link in lost
        ]  # fmt: skip

    def spec(self, plan: Plan, source: SourceInfo) -> TableSpec:
        """Return the table as it will be."""
        old = self.old
        kind = plan.position.kind if plan.position is not None else None
        if old is not None and old.geometry and kind and old.geometry != kind:
            raise BadInput(
                "other-geometry",
                tr("“{table}” holds geometries of kind {old}, the source {new}.", table=old.name,
                   old=old.geometry, new=kind),
                Where(file=source.file, layer=source.layer),
                tr("Import it under another name with --name."),
            )  # fmt: skip
        return TableSpec(
            name=self.options.table,
            role=self.options.role,
            fields=union_fields(self.kept_fields(), plan.fields),
            key=self.key(plan),
            geometry=kind or (old.geometry if old else None),
            scheme=self.options.scheme or (old.scheme if old else None),
            as_of=self.options.as_of or (old.as_of if old else None),
            sources=(*(old.sources if old else ()), source),
        )

    def batches(
        self, spec: TableSpec, intake: Intake, staging: Path, progress: Progress
    ) -> Iterator[pa.RecordBatch]:
        """Yield all rows of the table after the import."""
        new = intake.batches(progress)
        schema = schema_of(spec.fields, geometry=spec.geometry is not None)
        if self.old is None:
            yield from new
        elif self.options.mode == "upsert" and spec.key is not None:
            upsert = Upsert(new, spec.key, staging)
            yield from upsert.batches(self.store, self.old, schema)
            intake.count_updated(upsert.updated)
        else:
            yield from appended(self.store, self.old, new, schema)


def find_destination(store: Store, role: Role, options: ImportOptions) -> Destination:
    """Return the table that an import goes to; refuse one of another role."""
    there = store.tables.get(options.table)
    if there is None:
        return Destination(store, options, None, 1, 1)
    if there.role != role.name:
        raise BadInput(
            "other-role",
            tr("“{table}” is a table of the role {role}.", table=there.name, role=there.role),
            hint=tr("Give another name with --name, or the right role."),
        )
    largest = pc.max(store.attributes(there.name, []).column(ROW_KEY)).as_py() or 0
    number = max((source.number for source in there.sources), default=0) + 1
    old = None if options.mode == "replace" else there
    return Destination(store, options, old, largest + 1, number)


def check_not_imported(there: Destination, source: SourceInfo) -> None:
    """Refuse to append a file that was imported before."""
    same = [
        known for known in (there.old.sources if there.old else ())
        if (known.sha256, known.layer) == (source.sha256, source.layer)
    ]  # fmt: skip
    if same and there.options.mode == "new":
        raise BadInput(
            "already-imported",
            tr("“{file}” is already in “{table}”.", file=source.file, table=there.options.table),
            Where(file=source.file, layer=source.layer),
            tr("Give --mode upsert to update it, or --mode replace to begin anew."),
        )


def check_key(there: Destination, plan: Plan, file: str) -> None:
    """Refuse to update rows where nothing tells which is which."""
    if there.options.mode == "upsert" and (plan.key is None or there.key(plan) != plan.key):
        raise BadInput(
            "no-key",
            tr("Rows cannot be updated: no column identifies them."),
            Where(file=file),
            tr("Map a column to the key of the role {role} ({key}), or give --mode replace.",
               role=plan.role.name, key=plan.role.key or "–"),
        )  # fmt: skip
