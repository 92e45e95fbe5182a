"""The fields of a table as expressions see them, and the names they answer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.names import close_names, closest, fold
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import DerivedField, FieldType, Personal, RoleField, role
from gridloom_layers.workspace import Link, TableField, TableInfo


@dataclass(frozen=True)
class Field:
    """A field that may stand in an expression.

    ``values`` maps each canonical value to its aliases (empty: any value may occur); ``needs``
    names the fields that a derived one is computed from (empty: it is stored).
    """

    name: str
    type: FieldType
    title: Bilingual
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    personal: Personal = "no"

    @property
    def derived(self) -> bool:
        """Whether it is computed instead of stored."""
        return bool(self.needs)


class Joined(Protocol):
    """What fields ask of a store: which columns of its tables hold links."""

    @property
    def links(self) -> Sequence[Link]: ...


class Fields:
    """The fields of one table by every name they answer to, whatever its case.

    A stored name wins over a derived one, that over the header in the source, that over titles
    and aliases of the role. Columns that hold links are left out: ``links`` has them, by the
    table that each leads to; of several to one table the first, the others by their own names.
    """

    def __init__(self, store: Joined, table: TableInfo) -> None:
        self.table = table
        links = [link for link in store.links if link.left == table.name]
        columns = {link.column for link in links}
        self.links = {link.right: link.column for link in reversed(links)}
        self.links |= {column: column for column in columns - set(self.links.values())}
        kept = [stored for stored in table.fields if stored.name not in columns]
        known = role(table.role)
        self.stored = tuple(_stored(each, known.field(each.name)) for each in kept)
        names = {each.name for each in kept}
        self.derived = tuple(_derived(each) for each in known.derived if each.name not in names)
        self._ranks = self._names(kept)

    def _names(self, kept: list[TableField]) -> list[dict[str, list[Field]]]:
        known = role(self.table.role)
        ranks: list[dict[str, list[Field]]] = [{}, {}, {}]
        for stored, each in zip(kept, self.stored, strict=True):
            _add(ranks[0], each, stored.name)
            _add(ranks[1], each, stored.source)
            canonical = known.field(stored.name) if stored.canonical else None
            if canonical:
                _add(ranks[2], each, *canonical.title.values(), *canonical.aliases)
        for source, each in zip(self._derived_sources(), self.derived, strict=True):
            _add(ranks[0], each, source.name)
            _add(ranks[2], each, *source.title.values(), *source.aliases)
        return ranks

    def _derived_sources(self) -> list[DerivedField]:
        names = {each.name for each in self.derived}
        return [each for each in role(self.table.role).derived if each.name in names]

    def __contains__(self, name: str) -> bool:
        return any(fold(name) in rank for rank in self._ranks)

    def find(self, name: str, position: int | None = None, perhaps_text: bool = False) -> Field:
        """Return the field called ``name``; raise ``BadInput`` with the closest names.

        ``perhaps_text``: where no name is close, text without its quotation marks is meant. A
        Chinese word is: any two of them with one character in common would be close.
        """
        for rank in self._ranks:
            found = rank.get(fold(name), [])
            if len(found) > 1:
                raise fault(
                    "ambiguous-field",
                    tr("“{name}” can mean several fields: {names}.",
                       name=name, names=listed(each.name for each in found)),
                    position,
                    tr("Use the name of the field itself."),
                )  # fmt: skip
            if found:
                return found[0]
        raise self._unknown(name, position, perhaps_text)

    def _unknown(self, name: str, position: int | None, perhaps_text: bool) -> Exception:
        own = [each.name for each in (*self.stored, *self.derived)]
        known = [*own, *(alias for rank in self._ranks for alias in rank)]
        problem = tr("“{table}” has no field “{name}”.", table=self.table.name, name=name)
        hint = close_names(name, known, own)
        if perhaps_text and not (name.isascii() and closest(name, known)):
            hint = tr("Text goes in single quotes: '{name}'.", name=name)
        return fault("unknown-field", problem, position, hint)


def _add(names: dict[str, list[Field]], each: Field, *called: str | None) -> None:
    for name in called:
        if name and each not in names.setdefault(fold(name), []):
            names[fold(name)].append(each)


def _stored(stored: TableField, canonical: RoleField | None) -> Field:
    if not stored.canonical or canonical is None:
        title: Bilingual = {"zh": stored.source or stored.name, "en": stored.name}
        return Field(stored.name, stored.type, title, personal=stored.personal)
    return Field(
        stored.name, stored.type, canonical.title, canonical.values, personal=stored.personal
    )


def _derived(source: DerivedField) -> Field:
    return Field(source.name, source.type, source.title, needs=source.needs)
