"""Importing by a draft, and the joins that fit then."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from gridloom_desktop.window.model.importing.draft import ImportDraft
from gridloom_layers.importing import ImportReport, import_source
from gridloom_layers.joins import JoinReport, join, missing_joins
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import Store, TableInfo

Way = Literal["code", "name", "place"]


@dataclass(frozen=True)
class JoinOffer:
    """A join that two tables allow and that was not made; ``on`` as :func:`join` takes it."""

    left: str
    right: str
    by: Way = "place"
    on: str | None = None


@dataclass(frozen=True)
class Imported:
    """An import that was done: its account, its number, and the joins that fit now."""

    draft: ImportDraft
    report: ImportReport
    number: int
    offers: tuple[JoinOffer, ...]


def run_import(store: Store, draft: ImportDraft, progress: Progress) -> Imported:
    """Import by a draft; as when cancelled, a ``BadInput`` leaves the workspace as it was."""
    report = import_source(store, draft.found.path, draft.options(), progress)
    number = max(entry.number for entry in store.imports)
    return Imported(draft, report, number, tuple(offered(store, report.table)))


def offered(store: Store, table: str) -> list[JoinOffer]:
    """Return the joins from and to a table that fit and were not made."""
    by_code = [
        JoinOffer(one.left, one.right, "code")
        for one in missing_joins(store)
        if table in (one.left, one.right)
    ]
    linked = {(one.left, one.right) for one in (*by_code, *store.links)}
    others = [*_by_name(store, table), *_by_place(store, table)]
    return by_code + [one for one in others if (one.left, one.right) not in linked]


def _by_name(store: Store, name: str) -> list[JoinOffer]:
    """Offer rows without a place to the areas that they name: by fields, or in an address.

    Figures go to the finest level of areas alone; an address often names a district only, so it is
    offered to each level.
    """
    areas = [
        one for level in reversed(LEVELS) for one in store.tables.values()
        if one.role == level and one.field("name") is not None
    ]  # fmt: skip
    offers = []
    for one in store.tables.values():
        if one.geometry is not None or one.role in LEVELS:
            continue
        if one.role == "statistics" and one.field("name") is not None:
            offers += [JoinOffer(one.name, area.name, "name") for area in areas[:1]]
        elif one.field("address") is not None:
            offers += [JoinOffer(one.name, area.name, "name", _in_address(area)) for area in areas]
    return [offer for offer in offers if name in (offer.left, offer.right)]


def _in_address(area: TableInfo) -> str:
    """Return how an address names an area: with the district before it, as names recur."""
    within = "district_name+" if area.field("district_name") is not None else ""
    return f"address={within}name"


def _by_place(store: Store, name: str) -> list[JoinOffer]:
    """Offer each layer that is no area to the finest level of areas, and levels to the next."""
    areas = [
        one for level in reversed(LEVELS) for one in store.tables.values()
        if one.role == level and one.geometry == "area"
    ]  # fmt: skip
    if not areas:
        return []
    finest = areas[0]
    others = [
        one for one in store.tables.values() if one.geometry is not None and one.role not in LEVELS
    ]
    pairs = [(one.name, finest.name) for one in others]
    pairs += [(one.name, other.name) for one, other in pairwise(areas) if one.role != other.role]
    return [JoinOffer(*pair) for pair in pairs if name in pair]


def run_join(store: Store, offer: JoinOffer, progress: Progress) -> JoinReport:
    """Make a join."""
    return join(store, offer.left, offer.right, offer.by, offer.on, progress)
