"""The subjects that were looked at, with the way back and forth."""

from dataclasses import dataclass

from gridloom_desktop.window.model.asking.subjects import Subject

MOST = 100
SHOWN = 3
"""Subjects of the trail that are named."""


@dataclass(frozen=True)
class History:
    """Subjects in the order in which they were opened; the page shows the one ``at``."""

    subjects: tuple[Subject, ...] = ()
    at: int = -1

    def opened(self, subject: Subject) -> "History":
        """Return the history with a subject after the one that is shown; what came later goes."""
        if self.current is not None and _same(self.current, subject):
            return self
        kept = (*self.subjects[: self.at + 1], subject)[-MOST:]
        return History(kept, len(kept) - 1)

    def moved(self, by: int) -> "History":
        """Return the history some steps on, or back where it is negative, as far as it goes."""
        return History(self.subjects, min(max(self.at + by, 0), len(self.subjects) - 1))

    @property
    def current(self) -> Subject | None:
        """The subject that is shown."""
        return self.subjects[self.at] if self.subjects else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier subject."""
        return self.at > 0

    @property
    def can_go_on(self) -> bool:
        """Whether there is a later subject."""
        return self.at < len(self.subjects) - 1

    @property
    def trail(self) -> tuple[Subject, ...]:
        """The last subjects up to the one that is shown."""
        return self.subjects[max(self.at + 1 - SHOWN, 0) : self.at + 1]


def _same(one: Subject, other: Subject) -> bool:
    return (one.table, one.row_key) == (other.table, other.row_key)
