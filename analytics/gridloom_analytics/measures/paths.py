"""The way from the rows of a table to the areas of a level, over the joins that are kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Link, Store


@dataclass(frozen=True)
class Way:
    """Links to follow from ``subject``, in order; none where the subject is the level itself.

    ``others`` are the ways that are as short.
    """

    subject: str
    links: tuple[Link, ...]
    others: tuple[tuple[Link, ...], ...] = ()

    def warning(self) -> Message | None:
        """Say which way was taken, where there were several."""
        if not self.others:
            return None
        return tr(
            "“{subject}” can be placed in “{level}” in several ways: the way {way} was taken, not {others}.",  # noqa: E501
            subject=self.subject,
            level=self.links[-1].right,
            way=described(self.links),
            others=", ".join(described(links) for links in self.others),
        )


def find_way(store: Store, subject: str, level: str) -> Way:
    """Return the shortest way from ``subject`` to ``level``, of several the one declared first.

    Raise ``BadInput`` that names the join to make where there is none.
    """
    if subject == level:
        return Way(subject, ())
    for ways in _by_length(store, subject):
        arrived = [way for way in ways if way[-1].right == level]
        if arrived:
            return Way(subject, arrived[0], tuple(arrived[1:]))
    raise _no_way(store, subject, level)


def reachable(store: Store, subject: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Yield each table that rows of ``subject`` lead to, with the way to it; the nearest first."""
    yield subject, ()
    seen = {subject}
    for ways in _by_length(store, subject):
        for way in ways:
            if way[-1].right not in seen:
                seen.add(way[-1].right)
                yield way[-1].right, way


def described(links: tuple[Link, ...]) -> str:
    """Return a way as text: person → building → grid."""
    return " → ".join([links[0].left, *(link.right for link in links)])


def _by_length(store: Store, subject: str) -> Iterator[list[tuple[Link, ...]]]:
    """Yield the shortest ways to other tables: all of one link, all of two, and so on."""
    seen = {subject}
    ways: list[tuple[Link, ...]] = [(link,) for link in store.links if link.left == subject]
    while ways := [way for way in ways if way[-1].right not in seen]:
        yield ways
        seen |= {way[-1].right for way in ways}
        ways = [(*way, link) for way in ways for link in store.links if link.left == way[-1].right]


def _no_way(store: Store, subject: str, level: str) -> BadInput:
    placed = [name for name, _ in reachable(store, subject) if store.table(name).geometry]
    left, by = (placed[0], "place") if placed else (subject, "code")
    return BadInput(
        "no-way",
        tr("Nothing says in which “{level}” the rows of “{subject}” lie.",
           level=level, subject=subject),
        Where(layer=subject),
        tr("Join them first: gridloom join {workspace}.gridloom {left} {right} --by {by}",
           workspace=store.name, left=left, right=level, by=by),
    )  # fmt: skip
