"""Small multiples, as they may leave: nobody's place is on them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.publishing.export.labels import released_label
from gridloom_desktop.publishing.export.places import source_of
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.multiples import Multiples
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store

MULTIPLES_FORMATS = (".pdf", ".png")


class OnMap(Protocol):
    """A layer of a map: the rows of a table, or what was found of them."""

    @property
    def table(self) -> str: ...
    @property
    def visible(self) -> bool: ...


Layer = TypeVar("Layer", bound=OnMap)


@dataclass(frozen=True)
class ReleasedMultiples:
    """Small multiples that may be drawn; made by :func:`release_multiples` only."""

    seal: InitVar[object]
    multiples: Multiples
    crs: str
    data_date: dt.date
    source: Bilingual
    notes: tuple[Bilingual, ...] = ()

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise TypeError("only the gate (publishing.export) releases maps")


def release_multiples(
    store: Store,
    layers: Sequence[Layer],
    subject: Layer,
    paint: Callable[[Sequence[Layer]], Multiples],
    out: Path,
) -> ReleasedMultiples:
    """Let the small multiples of a layer be painted, and release them to be drawn.

    ``paint`` gets those of ``layers``, the lowest first, that may leave, and no other: what the
    workspace keeps of their tables decides. ``BadInput``, before anything is painted, where the
    places of ``subject``, which the maps take apart, are those of persons.
    """
    if _of_persons(store, subject):
        raise BadInput(
            "persons-on-map",
            tr("A map of where single persons are does not leave the workstation."),
            Where(file=str(out)),
            tr("Count them by areas first, with a measure or an analysis."),
        )
    shown = [one for one in layers if not _of_persons(store, one)]
    multiples = paint(shown)
    tables = dict.fromkeys(one.table for one in (subject, *shown) if one.visible)
    told = [tr("Boundaries are indicative and no basis for delimitation.").both()]
    if any(one.visible and _of_persons(store, one) for one in layers):
        told.insert(0, tr("Layers of persons are left out.").both())
    return ReleasedMultiples(
        SEAL,
        multiples=_without_identifiers(multiples),
        crs=store.crs,
        data_date=store.data_date,
        source=source_of(store, tables),
        notes=tuple(told),
    )


def _without_identifiers(multiples: Multiples) -> Multiples:
    """Return maps without identifiers in what each of them and each class is called."""
    return replace(
        multiples,
        pictures=[replace(one, title=released_label(one.title)) for one in multiples.pictures],
        legend=[replace(one, label=released_label(one.label)) for one in multiples.legend],
    )


def _of_persons(store: Store, layer: OnMap) -> bool:
    return role(store.table(layer.table).role).personal
