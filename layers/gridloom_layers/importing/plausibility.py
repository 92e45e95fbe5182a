"""Which dates can be true of what they belong to."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_layers.importing.verdict import Mask
from gridloom_layers.roles import Role, RoleField

LONGEST_LIFE = 130
FIRST_EVENT = dt.date(1950, 1, 1)
FIRST_OTHER = dt.date(1850, 1, 1)
AHEAD_OF_EVENT, AHEAD_OF_OTHER = 1, 100


@dataclass(frozen=True)
class DateLimits:
    """The first and the last day that is plausible, both included."""

    first: dt.date
    last: dt.date

    def outside(self, values: npt.NDArray[np.datetime64]) -> Mask:
        """Return which dates are not plausible; NaT is not among them."""
        return (values < np.datetime64(self.first)) | (
            values >= np.datetime64(self.last) + np.timedelta64(1, "D")
        )


def date_limits(role: Role, field: RoleField, as_of: dt.date) -> DateLimits:
    """Return the limits of a date field, by the data date ``as_of``.

    A date of birth lies in the 130 years before it; a date of an event between 1950 and a year
    after it; any other date (a lease may end late) between 1850 and 100 years after it.
    """
    if field.name == "birth_date":
        return DateLimits(_years_from(as_of, -LONGEST_LIFE), as_of)
    if role.name == "event":
        return DateLimits(FIRST_EVENT, _years_from(as_of, AHEAD_OF_EVENT))
    return DateLimits(FIRST_OTHER, _years_from(as_of, AHEAD_OF_OTHER))


def _years_from(date: dt.date, years: int) -> dt.date:
    """Return the day ``years`` later; of 29 February the 28th."""
    day = 28 if (date.month, date.day) == (2, 29) else date.day
    return dt.date(date.year + years, date.month, day)
