"""The analyses as a list to choose from: in groups, the questions of planners first."""

from collections.abc import Iterable
from dataclasses import dataclass

from gridloom_analytics.analysis import Analysis
from gridloom_layers.language import Message, tr

GROUPS = (
    tr("Hot spots"), tr("Space and time"), tr("Distributions"), tr("Neighbours"),
    tr("Data quality"),
)  # fmt: skip
"""In the order in which they are offered; groups of other packages follow."""
FIRST = ("hotspots",)
"""Come first in their groups; the others follow in the order of their titles."""


@dataclass(frozen=True)
class Group:
    """Analyses under one heading."""

    title: Message
    analyses: tuple[Analysis, ...]


def grouped(analyses: Iterable[Analysis]) -> list[Group]:
    """Return the analyses in their groups."""
    found: dict[str, list[Analysis]] = {one.msgid: [] for one in GROUPS}
    for one in analyses:
        found.setdefault(one.group, []).append(one)
    return [Group(Message(name), tuple(_sorted(ones))) for name, ones in found.items() if ones]


def _sorted(analyses: Iterable[Analysis]) -> list[Analysis]:
    return sorted(analyses, key=lambda one: (one.name not in FIRST, str(one.title)))


def matches(analysis: Analysis, wanted: str) -> bool:
    """Tell whether each word of ``wanted`` is in what an analysis is called, in any language.

    Its name, group, title and summary count; upper and lower case are the same.
    """
    texts = (analysis.title, analysis.summary, Message(analysis.group))
    known = " ".join([analysis.name, *(text for one in texts for text in one.both().values())])
    return all(word in known.casefold() for word in wanted.casefold().split())
