"""The ways on which rows are linked to a row: direct ones, and those over others between.

Which longer ways mean something is said here by roles, once for all tables: ``<`` goes from a row
to those that refer to it, ``>`` from a row to the one that it refers to.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gridloom_analytics.queries.linked.references import PLACES, Reference
from gridloom_layers.roles import LEVELS

CONTENTS = (*LEVELS, "building", "room", "component", "facility", "person", "entity", "event")
"""Roles of what is listed of a place, over the places in it; registers are asked by person."""
MEANINGFUL = (
    "person < register > entity",  # employers
    "person < register > facility",  # schools
    "person < register > room",  # rented rooms
    "entity < register > person",  # employees
    "facility < register > person",  # pupils
    "room < register > person",  # tenants
    "building < register > person",
    "event > building < person",
    "event > building < entity",
    *(
        f"{subject} {way} < event"  # what happens where the subject is
        for subject in ("person", "entity", "room")
        for way in ("> building", "> room > building", "> grid", "> building > grid")
    ),
    "building > grid < event",
    "building > grid < component",
)
"""Ways over other rows, apart from those to what lies in a place and to where a row lies."""


@dataclass(frozen=True)
class Step:
    """One reference, followed as it is declared or against it."""

    reference: Reference
    forwards: bool

    @property
    def start(self) -> str:
        """The table that is left."""
        return self.reference.left if self.forwards else self.reference.right

    @property
    def end(self) -> str:
        """The table that is reached."""
        return self.reference.right if self.forwards else self.reference.left

    @property
    def between(self) -> tuple[str, str, bool]:
        """What steps by other fields between the same tables have in common with it."""
        return self.start, self.end, self.forwards


Way = tuple[Step, ...]


@dataclass(frozen=True)
class Map:
    """The tables by role, the steps that leave each of them, and how many lead to one other."""

    roles: Mapping[str, str]
    steps: Mapping[str, Sequence[Step]]
    alike: Mapping[tuple[str, str, bool], int]

    @classmethod
    def of(cls, roles: Mapping[str, str], refer: Sequence[Reference]) -> "Map":
        """Return the map of tables (name → role) and the references between them."""
        steps: dict[str, list[Step]] = {name: [] for name in roles}
        for each in refer:
            steps[each.left].append(Step(each, forwards=True))
        for each in refer:
            steps[each.right].append(Step(each, forwards=False))
        every = (step for leaving in steps.values() for step in leaving)
        return cls(roles, steps, Counter(step.between for step in every))

    def described(self, way: Way, called: Mapping[str, str] | None = None) -> str:
        """Return a way as text: ``person → building ← event``.

        The field of a reference is named where others lead between the same tables. ``called``
        are names that tables have instead of those of today.
        """
        names = called or {}
        text = names.get(way[0].start, way[0].start)
        for step in way:
            named = step.reference.on_field or step.reference.column
            field = f" ({named})" if self.alike[step.between] > 1 else ""
            text += f" {'→' if step.forwards else '←'} {names.get(step.end, step.end)}{field}"
        return text

    def ways(self, subject: str) -> list[Way]:
        """Return all ways from a table that mean something, none twice.

        First the direct ones; then the areas around, over the places that the row lies in; what
        lies in a place, over the places in it; and the meaningful ones. Of several ways that end
        by the same reference at the same place the first, which is the shortest, is kept.
        """
        direct: list[Way] = [(step,) for step in self.steps[subject]]
        kept: dict[Step, Way] = {way[-1]: way for way in direct}
        for way in (*self._around(subject), *self._inside(subject), *self._meaningful(subject)):
            kept.setdefault(way[-1], way)
        return list(kept.values())

    def _around(self, subject: str) -> Iterator[Way]:
        """Yield the shortest way to each area, and to the building, that a row lies in."""
        for way in self._shortest(subject, forwards=True):
            if self.roles[way[-1].end] in (*LEVELS, "building"):
                yield way

    def _inside(self, subject: str) -> Iterator[Way]:
        """Yield the shortest way to each table of what lies in a place."""
        if self.roles[subject] not in PLACES:
            return
        for way in self._shortest(subject, forwards=False):
            if self.roles[way[-1].end] in CONTENTS:
                yield way

    def _shortest(self, subject: str, *, forwards: bool) -> Iterator[Way]:
        """Yield the shortest way over places to each table, all up or all down.

        Ways that are joined all along come first; the others lead to further tables only.
        """
        reached = {subject}
        for linked in (True, False):
            seen, ways = {subject}, [()]
            while ways:
                longer: dict[str, Way] = {}
                for way in ways:
                    for step in self._up_or_down(way, subject, forwards=forwards, linked=linked):
                        if step.end not in seen:
                            longer.setdefault(step.end, (*way, step))
                seen |= set(longer)
                ways = list(longer.values())
                yield from (way for way in ways if way[-1].end not in reached)
            reached |= seen

    def _up_or_down(
        self, way: Way, subject: str, *, forwards: bool, linked: bool
    ) -> Iterator[Step]:
        for step in self.steps[way[-1].end if way else subject]:
            over_places = self.roles[step.reference.right] in PLACES
            joined = step.reference.link is not None or not linked
            if step.forwards is forwards and over_places and joined:
                yield step

    def _meaningful(self, subject: str) -> Iterator[Way]:
        """Yield the ways that are declared for the role of a table, in all its tables."""
        for declared in MEANINGFUL:
            start, *legs = declared.split()
            if start == self.roles[subject]:
                yield from self._expanded(subject, list(zip(legs[::2], legs[1::2], strict=True)))

    def _expanded(self, start: str, legs: Sequence[tuple[str, str]]) -> Iterator[Way]:
        if not legs:
            yield ()
            return
        (direction, of_role), *rest = legs
        for step in self.steps[start]:
            if step.forwards is (direction == ">") and self.roles[step.end] == of_role:
                yield from ((step, *way) for way in self._expanded(step.end, rest))
