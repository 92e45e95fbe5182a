"""Small multiples, as they may leave: nobody's place is on them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from pathlib import Path

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.publishing.export.places import source_of
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.multiples import Multiples
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store

MULTIPLES_FORMATS = (".pdf", ".png")


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


def of_persons(store: Store, tables: Iterable[str]) -> list[str]:
    """Return the tables whose places are those of persons: no picture of them leaves."""
    return [name for name in tables if role(store.table(name).role).personal]


def release_multiples(
    store: Store, multiples: Multiples, out: Path, left_out: Iterable[str] = ()
) -> ReleasedMultiples:
    """Release small multiples to be drawn; ``left_out`` are the layers that they do without.

    ``BadInput`` where one of them draws where persons are.
    """
    if of_persons(store, multiples.tables):
        raise BadInput(
            "persons-on-map",
            tr("A map of where single persons are does not leave the workstation."),
            Where(file=str(out)),
            tr("Count them by areas first, with a measure or an analysis."),
        )
    told = [tr("Boundaries are indicative and no basis for delimitation.").both()]
    if any(left_out):
        told.insert(0, tr("Layers of persons are left out.").both())
    return ReleasedMultiples(
        SEAL,
        multiples=multiples,
        crs=store.crs,
        data_date=store.data_date,
        source=source_of(store, multiples.table),
        notes=tuple(told),
    )
