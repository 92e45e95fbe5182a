"""The table that an import goes to: what is there already, and what it becomes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.merging import union_fields
from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.importing.plan import Plan
from gridloom_layers.importing.verdict import Mask
from gridloom_layers.language import tr
from gridloom_layers.ownership.edits import merged_away
from gridloom_layers.roles import Role
from gridloom_layers.workspace import SourceInfo, Store, TableField, TableInfo, TableSpec
from gridloom_layers.workspace.schema import next_row_key


@dataclass(frozen=True)
class TakenKeys:
    """The keys that a table has."""

    store: Store
    table: str
    key: str

    def holds(self, text: pa.StringArray) -> Mask:
        """Return which texts are keys of the table."""
        known = np.zeros(len(text), np.bool_)
        known[self.store.find(self.table, self.key, text).column("at").to_numpy()] = True
        return known


@dataclass(frozen=True)
class GoneKeys:
    """The keys of rows that were merged into others by hand, as texts."""

    keys: pa.Array

    def holds(self, text: pa.StringArray) -> Mask:
        """Return which texts are keys of rows that are gone."""
        return pc.is_in(text, value_set=self.keys).to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class Destination:
    """A table before an import: ``old`` is None where there is none.

    ``next_key`` is the first row key that was never used in the table, ``number`` that of the
    source to come.
    """

    store: Store
    options: ImportOptions
    old: TableInfo | None
    next_key: int
    number: int

    def merges(self, plan: Plan) -> bool:
        """Tell whether the rows of the source are compared with those of the table by key."""
        old = self.old
        if old is None or plan.key is None or old.key != plan.key:
            return False
        same_kind = self.kind(plan) == old.geometry
        return self.options.mode == "upsert" or (self.options.mode == "replace" and same_kind)

    def taken(self, plan: Plan) -> TakenKeys | None:
        """Return the keys that new rows must not have."""
        if self.old is None or self.options.mode != "new":
            return None
        if plan.key is None or self.old.key != plan.key:
            return None
        return TakenKeys(self.store, self.old.name, plan.key)

    def gone(self, plan: Plan) -> GoneKeys | None:
        """Return the keys of rows that were merged away; a table that is replaced has none."""
        old = self.old
        if old is None or plan.key is None or old.key != plan.key:
            return None
        keys = pa.array(merged_away(self.store, old.name), pa.string())
        if not len(keys) or self.options.mode == "replace":
            return None
        back = TakenKeys(self.store, old.name, plan.key).holds(keys)  # given to another since
        return GoneKeys(keys.filter(pa.array(~back)))

    def key(self, plan: Plan) -> str | None:
        """Return the key of the table after the import: none where it does not hold for all rows.

        Rows without any key do not take it from the others.
        """
        if self.old is None or self.options.mode == "replace" or self.old.key == plan.key:
            return plan.key
        return self.old.key if plan.role.key not in plan.mapping else None

    def kind(self, plan: Plan) -> Literal["area", "line", "point"] | None:
        """Return what the geometry of the table will be."""
        if plan.position is not None:
            return plan.position.kind
        return self.old.geometry if self.old and self.options.mode != "replace" else None

    def kept_fields(self, plan: Plan) -> tuple[TableField, ...]:
        """Return the fields of the table that stay: of one that is replaced only its links."""
        if self.old is None:
            return ()
        if self.options.mode != "replace":
            return self.old.fields
        own = [link for link in self.store.links if link.left == self.old.name]
        links = {column for link in own for column in link.columns}
        return tuple(f for f in self.old.fields if f.name in links and self.merges(plan))

    def spec(self, plan: Plan, source: SourceInfo) -> TableSpec:
        """Return the table as it will be."""
        old, kind = self.old, self.kind(plan)
        kept = old if old is not None and self.options.mode != "replace" else None
        if kept is not None and kept.geometry and kind and kept.geometry != kind:
            raise BadInput(
                "other-geometry",
                tr("“{table}” holds geometries of kind {old}, the source {new}.", table=kept.name,
                   old=kept.geometry, new=kind),
                Where(file=source.file, layer=source.layer),
                tr("Import it under another name with --name."),
            )  # fmt: skip
        known = old.sources if old is not None and (kept or self.merges(plan)) else ()
        return TableSpec(
            name=self.options.table,
            role=self.options.role,
            fields=union_fields(self.kept_fields(plan), plan.fields),
            key=self.key(plan),
            geometry=kind,
            scheme=self.options.scheme or (kept.scheme if kept else None),
            as_of=self.options.as_of or (kept.as_of if kept else None),
            sources=(*known, source),
        )


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
    number = max((source.number for source in there.sources), default=0) + 1
    return Destination(store, options, there, next_row_key(store, there), number)


def check_not_imported(there: Destination, source: SourceInfo) -> None:
    """Refuse to append a file that was imported before."""
    if same_before(there, source) and there.options.mode == "new":
        raise BadInput(
            "already-imported",
            tr("“{file}” is already in “{table}”.", file=source.file, table=there.options.table),
            Where(file=source.file, layer=source.layer),
            tr("Give --mode upsert to update it, or --mode replace to begin anew."),
        )


def department_of(there: Destination, file: str, options: ImportOptions) -> str | None:
    """Return the department that a source is from: where not said, that of the file before."""
    if options.department is not None:
        return options.department.strip()
    known = there.old.sources if there.old else ()
    return next((each.department for each in reversed(known) if each.file == file), None)


def same_before(there: Destination, source: SourceInfo) -> list[int]:
    """Return the numbers of the sources of the table that have the same bytes."""
    known = there.old.sources if there.old else ()
    said = (source.sha256, source.layer)
    return [each.number for each in known if said == (each.sha256, each.layer)]


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
