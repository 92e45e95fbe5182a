"""An import before it is done: all that the user is shown of it and may change."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import Mask, mask_for
from gridloom_desktop.window.model.importing.guessing import guessed
from gridloom_desktop.window.model.importing.looking import Found
from gridloom_layers.coordinates.crs import parse_crs
from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, explain_mapping
from gridloom_layers.importing.fitness import about_identity, is_unknown
from gridloom_layers.importing.mapping import POSITION, mapping_key
from gridloom_layers.importing.options import Mode
from gridloom_layers.language import Message, tr
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Store, TableInfo

Reason = Literal["title", "alias", "contained", "remembered", "chosen"]
LEAST_SURE = 4.0
"""What speaks for a role at least, for it to be more than a guess."""
REGISTERS = ("register", "statistics")
"""Roles of which a city has several tables: each is called by its file."""
UNKNOWN = tr(
    "None of the columns fits what the rows are said to be: on page 2, choose a column for a "
    "field, or say otherwise what they are."
)
POSITION_TITLES = {"x": tr("x (east, longitude)"), "y": tr("y (north, latitude)")}


@dataclass(frozen=True)
class FieldRow:
    """A field of the role: the column it comes from, why, and examples, masked where personal."""

    name: str
    title: Bilingual
    column: str | None
    reason: Reason | None
    examples: tuple[str, ...]
    is_key: bool = False


@dataclass(frozen=True)
class ImportDraft:
    """How one layer or sheet of a file is to be imported.

    ``mapping`` is field → column, ``suggested`` what it was before the user changed it, and why.
    ``name`` None is the usual name of the role; ``sure`` is False where hardly anything speaks for
    the role. The other values are as in :class:`~gridloom_layers.importing.ImportOptions`.
    """

    found: Found
    role: str
    mapping: Mapping[str, str]
    suggested: Mapping[str, tuple[str, Reason]]
    sure: bool = True
    name: str | None = None
    mode: Mode = "new"
    encoding: str | None = None
    crs: str | None = None
    datum: str = "wgs84"
    as_of: dt.date | None = None
    scheme: str | None = None
    department: str | None = None
    ticked: bool = True

    @property
    def table(self) -> str:
        """The table that the rows go to."""
        return self.options().table

    @property
    def has_key(self) -> bool:
        """Whether a column is mapped to the key of the role."""
        return role(self.role).key in self.mapping

    @property
    def has_place(self) -> bool:
        """Whether the rows come with a place, so that the CRS is a question."""
        one = role(self.role)
        if one.geometry == "none":
            return False
        return self.found.geometry is not None or set(POSITION) <= set(self.mapping)

    @property
    def needs_crs(self) -> bool:
        """Whether the rows have a place and nothing in the source tells in which CRS."""
        return self.has_place and not (self.found.crs or self._in_degrees())

    def options(self) -> ImportOptions:
        """Return what the import is asked for: of the mapping only what the user changed."""
        suggested = {name: column for name, (column, _) in self.suggested.items()}
        names = {*suggested, *self.mapping}
        changed = {
            name: self.mapping.get(name, "")
            for name in sorted(names)
            if self.mapping.get(name) != suggested.get(name)
        }
        several = len(self.found.layers) > 1
        return ImportOptions(
            role=self.role,
            name=self.name or None,
            layer=self.found.layer if several else None,
            mapping=changed,
            encoding=self.encoding,
            datum=self.datum,
            crs=self.crs or None,
            as_of=self.as_of,
            scheme=self.scheme or None,
            mode=self.mode,
            department=self.department or None,
        )

    def mapped(self, name: str, column: str | None) -> "ImportDraft":
        """Return the draft with a field taken from another column; no column serves two fields."""
        mapping = {one: other for one, other in self.mapping.items() if other != column}
        mapping.pop(name, None)
        return replace(self, mapping=mapping | ({name: column} if column else {}))

    def fields(self) -> list[FieldRow]:
        """Return the fields of the role, those that are mapped first."""
        rows = [self._row(name, title) for name, title in self._titles().items()]
        return sorted(rows, key=lambda one: one.column is None)

    def _titles(self) -> dict[str, Bilingual]:
        one = role(self.role)
        titles = {known.name: known.title for known in one.fields}
        if one.geometry in ("point", "any") and self.found.geometry is None:
            return titles | {name: title.both() for name, title in POSITION_TITLES.items()}
        return titles

    def _row(self, name: str, title: Bilingual) -> FieldRow:
        column = self.mapping.get(name)
        was, reason = self.suggested.get(name, (None, None))
        why = None if column is None else reason if column == was else "chosen"
        examples = () if column is None else tuple(self.shown(column, name))
        return FieldRow(name, title, column, why, examples, name == role(self.role).key)

    def shown(self, column: str, name: str | None = None) -> list[str]:
        """Return examples of a column as they may be seen: those of persons masked."""
        mask, examples = self._mask(column, name), self.found.examples(column)
        return list(dict.fromkeys(mask(one) for one in examples)) if mask else examples

    def _mask(self, column: str, name: str | None) -> Mask | None:
        """Return how values of a column are masked, graded as an import grades them; else None."""
        known = role(self.role).field(name) if name else None
        grade = known.personal if known is not None else "no"
        own = name is None and role(self.role).personal
        if grade == "no" and (own or column in self.found.personal):
            grade = "identifier"
        return None if grade == "no" else mask_for(known, grade)

    def sample(self, rows: int) -> list[list[str]]:
        """Return the first rows of all columns as they may be seen."""
        fields = {column: name for name, column in self.mapping.items()}
        columns = []
        for header in self.found.headers:
            mask = self._mask(header, fields.get(header))
            texts = [one or "" for one in self.found.sample.get(header, ())[:rows]]
            columns.append([mask(one) if mask and one else one for one in texts])
        return [list(row) for row in zip(*columns, strict=True)]

    def unmapped(self) -> list[str]:
        """Return the columns that no field takes: they are kept under their own names."""
        taken = set(self.mapping.values())
        return [one for one in self.found.headers if one not in taken]

    def problems(self, store: Store) -> list[Message]:
        """Return what must be decided before the import can begin."""
        found: list[Message] = []
        one = role(self.role)
        if is_unknown(one, self.found.geometry, self.mapping):
            found.append(UNKNOWN)
        if one.geometry == "area" and self.found.geometry is None:
            found.append(tr("Areas need outlines, and this source has none: choose another role."))
        if self.needs_crs and not self.crs:
            found.append(tr("The source does not say its CRS: choose one."))
        elif self.crs and (fault := _crs_fault(self.crs)) is not None:
            found.append(fault.message)
        if self.mode == "upsert" and not self.has_key:
            found.append(tr("To update rows a column must be mapped to the key of the role."))
        there = store.tables.get(self.table)
        if there is not None and there.role != self.role:
            found.append(tr("A table called “{name}” holds something else: choose another name.",
                            name=self.table))  # fmt: skip
        return found

    def remarks(self) -> list[Message]:
        """Return what the user should know before the import, though nothing must be decided."""
        one = role(self.role)
        if is_unknown(one, self.found.geometry, self.mapping):
            return []
        unsure = tr("Hardly anything says what the rows are: check it on page 2.")
        return [*([] if self.sure else [unsure]), *about_identity(one, self.mapping)]

    def _in_degrees(self) -> bool:
        """Say whether the coordinates are columns that may hold degrees: their CRS is known."""
        if self.found.geometry is not None:
            return False
        columns = [self.mapping[name] for name in POSITION]
        return all(_is_degree(one) for column in columns for one in self.found.examples(column))

    def target(self, store: Store) -> TableInfo | None:
        """Return the table that is there already, if one is."""
        return store.tables.get(self.table)


def _is_degree(text: str) -> bool:
    try:
        return abs(float(text)) <= 180
    except ValueError:  # the import says what is wrong with it
        return True


def _crs_fault(text: str) -> BadInput | None:
    try:
        parse_crs(text)
    except BadInput as fault:
        return fault
    return None


def drafted(store: Store, found: Found) -> ImportDraft:
    """Return the draft of an import as it is suggested."""
    best = guessed(found)[0]
    empty = ImportDraft(found, best.role, {}, {}, sure=best.score >= LEAST_SURE)
    return in_role(store, empty, best.role)


def as_before(store: Store, draft: ImportDraft, asked: Mapping[str, Any]) -> ImportDraft:
    """Return the draft as a source was imported before: ``asked`` as the workspace keeps it.

    Columns that are not there any more are left out.
    """
    draft = in_role(store, draft, asked["role"])
    kept = {
        one: column for one, column in asked["mapping"].items() if column in draft.found.headers
    }
    as_of = dt.date.fromisoformat(asked["as_of"]) if asked["as_of"] else None
    same = {n: asked[n] for n in ("name", "crs", "datum", "scheme", "department")}
    return replace(draft, mapping={**draft.mapping, **kept}, as_of=as_of, **same)


def in_role(store: Store, draft: ImportDraft, name: str) -> ImportDraft:
    """Return the draft for another role, its mapping, name and mode suggested anew."""
    suggested = suggest(store, draft.found, name)
    mapping = {one: column for one, (column, _) in suggested.items()}
    own = table_name(draft.found) if name in REGISTERS else None
    draft = replace(
        draft, role=name, mapping=mapping, suggested=suggested, name=own, mode="new",
        scheme=draft.scheme if name in LEVELS else None,
    )  # fmt: skip
    if draft.target(store) is not None and draft.has_key:
        return replace(draft, mode="upsert")
    return draft


def suggest(store: Store, found: Found, name: str) -> dict[str, tuple[str, Reason]]:
    """Return the column for each field, and why: as it was chosen for such headers before."""
    one = role(name)
    remembered = store.mappings.get(mapping_key(one, found.headers))
    if remembered is not None:
        return {known: (column, "remembered") for known, column in remembered.items()}
    explained = explain_mapping(one, found.headers)
    return {known: (match.column, match.reason) for known, match in explained.items()}


def table_name(found: Found) -> str:
    """Return a name for a table of a file: that of the file, without what no table may have."""
    stem = found.path.name.split(".")[0]
    several = len(found.layers) > 1 and found.layer
    text = f"{stem}-{found.layer}" if several else stem
    return "".join("-" if one in '/\\:*?"<>| ' else one for one in text).strip("-") or "table"
