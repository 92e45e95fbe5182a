"""The join doctor: how healthy each link is, what to do about it, and links that could be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.joins.pairing import ROOM, meaning
from gridloom_layers.joins.report import JoinReport
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace.manifest import Link, TableInfo
from gridloom_layers.workspace.reads import Reading

ADVICE = {
    "empty": tr("Collect the code; without it nobody knows where the row belongs."),
    "damaged-by-excel": tr("Get the code anew from its document; the lost digits are not known."),
    "bad-form": tr("Copy the code anew from its document; it cannot be such a code."),
    "check-digit": tr("Compare the code with its document; a character is wrong."),
    "no-such-key": tr(
        "Compare the code with its document; if it is right, report what is missing."
    ),
    "no-coordinates": tr("Take the coordinates on the spot."),
    "outside-all-areas": tr("Check the coordinates; they lie outside all areas."),
    "too-far": tr("Check the coordinates, or allow a greater distance."),
    "no-such-name": tr("Compare the name with the official list."),
    "names-no-area": tr("Complete the address by the name of its area."),
    "ambiguous": tr("Say which of them is meant; the values here fit several."),
    "no-house-number": tr("Complete the address by the house number."),
    "no-such-address": tr(
        "Compare the address with its door plate; if it is right, report what is missing."
    ),
}
"""What to do about a row, by the reason for which it was not matched."""
WHEN_REPAIRED = tr("Found by a rule; correct the code at its source.")
"""What to do about a row that a rule matched."""
MAY_BE_EMPTY = frozenset(
    {("event", "building"), ("event", "component"), ("person", "entity"), ("entity", "person"),
     ("register", "entity"), ("register", "room"), ("register", "building"),
     ("register", "facility")}
)  # fmt: skip
"""Roles between which not every row has a link: an event need not be about a component."""


@dataclass(frozen=True)
class Diagnosis:
    """One kept link: its report, and whether rows without a code are at fault."""

    link: Link
    report: JoinReport
    title: str
    may_be_empty: bool

    @property
    def due(self) -> int:
        """How many rows should match: all, or those with something to join by."""
        empty = self.report.unmatched.get("empty", 0)
        return self.report.left_rows - (empty if self.may_be_empty else 0)

    @property
    def rate(self) -> float | None:
        """The matched part of the rows that should match; None where there are none."""
        return self.report.matched / self.due if self.due else None

    @property
    def failures(self) -> dict[str, int]:
        """The rows that should match and do not, by reason."""
        counts = self.report.unmatched.items()
        return {why: n for why, n in counts if not (why == "empty" and self.may_be_empty)}


@dataclass(frozen=True)
class Missing:
    """A join that the fields of two tables allow and that was not made."""

    left: str
    right: str
    field: str

    def command(self, city: str) -> str:
        """Return the command that makes it."""
        names = (f"{city}.gridloom", self.left, self.right)
        named = " ".join(f'"{name}"' if " " in name else name for name in names)
        return f"gridloom join {named} --by code"


def diagnoses(store: Reading) -> list[Diagnosis]:
    """Return how each kept link is, by the report that it was made with."""
    pairs = [(link.left, link.right) for link in store.links]
    return [
        Diagnosis(
            link,
            JoinReport.model_validate(link.report),
            title(link, several=pairs.count((link.left, link.right)) > 1),
            may_be_empty(store, link),
        )
        for link in store.links
    ]


def title(link: Link, *, several: bool) -> str:
    """Return what a link is called: ``person → building``, with its field where there are more.

    >>> title(Link(left="a", right="b", by="code", on="x=y", column="c", report={}), several=True)
    'a → b (x)'
    """
    field = f" ({meaning(link.on) or link.by})" if several else ""
    return f"{link.left} → {link.right}{field}"


def may_be_empty(store: Reading, link: Link) -> bool:
    """Return whether a left row without a code is in order."""
    roles = (store.table(link.left).role, store.table(link.right).role)
    return link.by == "code" and roles in MAY_BE_EMPTY


def links_between(store: Reading, left: str, right: str, field: str | None = None) -> list[Link]:
    """Return the links of two tables, or that of a left ``field``; ``BadInput`` where none is."""
    for name in (left, right):
        store.table(name)
    there = [link for link in store.links if (link.left, link.right) == (left, right)]
    chosen = [link for link in there if field in (None, meaning(link.on), link.column)]
    if chosen:
        return chosen
    raise BadInput(
        "not-linked",
        tr("“{left}” is not joined to “{right}”.", left=left, right=right),
        Where(layer=left),
        tr("It is joined by: {fields}.",
           fields=listed(meaning(link.on) or link.by for link in there))
        if there
        else tr("Join them first: gridloom join {workspace}.gridloom {left} {right} --by code",
                workspace=store.name, left=left, right=right),
    )  # fmt: skip


def missing_joins(store: Reading) -> list[Missing]:
    """Return the joins by code that the roles of two tables define and that were not made."""
    made = {(link.left, link.right) for link in store.links}
    return [
        Missing(left.name, right.name, field)
        for left in store.tables.values()
        for right in store.tables.values()
        if left.name != right.name
        and (left.name, right.name) not in made
        and right.field(role(right.role).key or "") is not None
        and (field := _linking(left, right)) is not None
    ]


def _linking(left: TableInfo, right: TableInfo) -> str | None:
    """Return the first field of a table that, by its role, refers to another table."""
    names = [field.name for field in role(left.role).fields if field.links == right.role]
    if right.role == "building" and left.role != "room":
        names.append(ROOM)
    fields: Sequence[str] = [name for name in names if left.field(name) is not None]
    return next(iter(fields), None)
