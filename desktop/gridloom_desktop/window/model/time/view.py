"""Which period of time a window shows, as a value that a document keeps."""

import datetime as dt
from typing import Literal, get_args

from pydantic import Field

from gridloom_desktop.window.model.symbology import Value

Step = Literal["hour", "day", "week", "month", "quarter", "year"]
STEPS: tuple[Step, ...] = get_args(Step)
Window = Literal["moving", "cumulative"]


class TimeView(Value):
    """The layers of ``table`` show the rows whose ``field`` lies in a period.

    Time is cut into slices of one ``step`` (None: as suits the span). The period ends with the
    slice that holds the moment ``at`` (None: the last one) and is ``length`` slices long, or begins
    with all data where it is ``cumulative``. With a ``result`` its layer is
    the one that is shown slice by slice.
    """

    table: str
    field: str
    result: str | None = None
    step: Step | None = None
    window: Window = "moving"
    length: int = Field(default=1, ge=1)
    at: dt.datetime | None = None
