"""The way from the rows of a table to the areas of a level, over the joins that are kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.joins import missing_joins
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.workspace import ROW_KEY, Link, Reading


@dataclass(frozen=True)
class Step:
    """One link followed from ``start`` to ``end``: rows whose ``near`` equals ``far`` belong."""

    start: str
    end: str
    near: str
    far: str


Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Way:
    """Steps from ``subject``, in order; none where the subject is the level itself.

    ``others`` are the ways that are as short.
    """

    subject: str
    steps: Steps
    others: tuple[Steps, ...] = ()

    @property
    def is_about_areas(self) -> bool:
        """Whether the subject is a table of figures that areas were joined to.

        Such a table often speaks of more than this city, so its other rows are not missing.
        """
        return bool(self.steps) and self.steps[0].far != ROW_KEY

    @property
    def end(self) -> str:
        """The table at the end of the way."""
        return self.steps[-1].end if self.steps else self.subject

    def warning(self) -> Message | None:
        """Say which way was taken, where there were several."""
        if not self.others:
            return None
        return tr(
            "“{subject}” can be placed in “{level}” in several ways: the way {way} was taken, not {others}.",  # noqa: E501
            subject=self.subject,
            level=self.end,
            way=self._described(self.steps),
            others=listed(map(self._described, self.others)),
        )

    def _described(self, steps: Steps) -> str:
        """Return a way as text, with the fields of its links where they alone tell it apart."""
        alike = [way for way in (self.steps, *self.others) if described(way) == described(steps)]
        return described(steps) if len(alike) == 1 else described(steps, with_fields=True)


def find_way(store: Reading, subject: str, level: str) -> Way:
    """Return the shortest way from ``subject`` to ``level``, of several the one declared first.

    Raise ``BadInput`` that names the join to make where there is none.
    """
    if subject == level:
        return Way(subject, ())
    for ways in _by_length(store, subject):
        arrived = [way for way in ways if way[-1].end == level]
        if arrived:
            return Way(subject, arrived[0], tuple(arrived[1:]))
    raise _no_way(store, subject, level)


def reachable(store: Reading, subject: str) -> Iterator[tuple[str, Steps]]:
    """Yield each table that rows of ``subject`` lead to, with the way to it; the nearest first."""
    yield subject, ()
    seen = {subject}
    for ways in _by_length(store, subject):
        for way in ways:
            if way[-1].end not in seen:
                seen.add(way[-1].end)
                yield way[-1].end, way


def described(steps: Steps, *, with_fields: bool = False) -> str:
    """Return a way as text: person → building → grid."""
    fields = [f" ({step.near if step.far == ROW_KEY else step.far})" for step in steps]
    ends = [step.end + (field if with_fields else "")
            for step, field in zip(steps, fields, strict=True)]  # fmt: skip
    return " → ".join([steps[0].start, *ends])


def _by_length(store: Reading, subject: str) -> Iterator[list[Steps]]:
    """Yield the shortest ways to other tables: all of one step, all of two, and so on."""
    seen = {subject}
    ways: list[Steps] = [(step,) for step in _steps(store, subject)]
    while ways := [way for way in ways if way[-1].end not in seen]:
        yield ways
        seen |= {way[-1].end for way in ways}
        ways = [(*way, step) for way in ways for step in _steps(store, way[-1].end)]


def _steps(store: Reading, start: str) -> list[Step]:
    """Return the steps from a table: its own links, then those that tell which area it is about."""
    own = [
        Step(start, link.right, link.column, ROW_KEY) for link in store.links if link.left == start
    ]
    about = [
        Step(start, link.left, ROW_KEY, link.column)
        for link in store.links
        if link.right == start and _is_about_areas(store, link)
    ]
    return own + about


def _is_about_areas(store: Reading, link: Link) -> bool:
    """Whether an area layer was joined to a table of figures, one row for one area."""
    if store.table(link.left).geometry != "area" or store.table(link.right).geometry:
        return False
    keys = store.attributes(link.left, [link.column]).column(link.column).drop_null()
    return len(keys) == len(keys.unique())


def _no_way(store: Reading, subject: str, level: str) -> BadInput:
    left, right, by = _next_join(store, subject, level)
    return BadInput(
        "no-way",
        tr("Nothing says in which “{level}” the rows of “{subject}” lie.",
           level=level, subject=subject),
        Where(layer=subject),
        tr("Join them first: gridloom join {workspace}.gridloom {left} {right} --by {by}",
           workspace=store.name, left=left, right=right, by=by),
    )  # fmt: skip


def _next_join(store: Reading, subject: str, level: str) -> tuple[str, str, str]:
    """Return a join that can be made and leads nearer to the level: left, right and by what."""
    for name, _ in reachable(store, subject):
        if store.table(name).geometry:
            return name, level, "place"
    by_code = (one for one in missing_joins(store) if one.left == subject)
    return next(((subject, one.right, "code") for one in by_code), (subject, level, "code"))
