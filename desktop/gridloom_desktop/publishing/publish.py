"""Publishing an answer as a web map, a map sheet or a workbook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_desktop.publishing.export import (
    Permission,
)
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

Kind = Literal["web-map", "sheet", "workbook"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class PublishReport:
    """A published file, in how many areas figures were withheld, and what to know about it."""

    file: Path
    suppressed: int
    notes: tuple[Bilingual, ...]


def publish(
    store: Store,
    kind: Kind,
    out: Path,
    *,
    result: str | None = None,
    measure: str | None = None,
    language: Language = "zh",
    threshold: int = THRESHOLD,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> PublishReport:
    """Publish a kept ``result``, or a ``measure`` by its name or text, to the file ``out``."""
    raise NotImplementedError
