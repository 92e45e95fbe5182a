"""The clusters as charts: how large they are, and when their events happened."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.answers.clusters.events import Floats
from gridloom_analytics.chart import Chart, Series
from gridloom_layers.language import tr

LARGEST = 3
"""More lines than this are hard to tell apart."""
DAYS, WEEKS = 92, 1100
"""Up to so many days are told by the day, up to so many by the week, more by the month."""
PER = {1: tr("events by day"), 7: tr("events by week")}
MONDAY = 3
"""1970-01-01 was a Thursday: so many days after a Monday."""


def course(moments: Floats | None, labels: npt.NDArray[np.int64]) -> pd.DataFrame | None:
    """Return how many events of each of the largest clusters there are in each step of time.

    ``moments`` are days since 1970-01-01, NaN where not known. None without times, or where all
    are of one step. Steps without events are there, with 0.
    """
    shown = range(1, min(LARGEST, int(labels.max(initial=0))) + 1)
    if moments is None or not shown or np.isnan(moments).all():
        return None
    steps = _steps(moments)
    table = pd.DataFrame({"begins": steps[:-1].astype("datetime64[us]")})
    edges = steps.astype("datetime64[D]").astype(np.float64)
    for number in shown:
        table[f"cluster_{number}"] = np.histogram(moments[labels == number], edges)[0]
    return table if len(table) > 1 else None


def _steps(moments: Floats) -> npt.NDArray[np.datetime64]:
    """Return the first days of all steps, and the first one after them."""
    first, last = int(np.nanmin(moments)), int(np.nanmax(moments))
    if last - first <= DAYS:
        return np.arange(first, last + 2).astype("datetime64[D]")
    if last - first <= WEEKS:
        monday = first - (first + MONDAY) % 7
        return np.arange(monday, last + 8, 7).astype("datetime64[D]")
    ends = np.array([first, last]).astype("datetime64[D]").astype("datetime64[M]")
    return np.arange(ends[0], ends[1] + 2).astype("datetime64[D]")


def charts(table: pd.DataFrame, course: pd.DataFrame | None) -> dict[str, Chart]:
    """Return the charts of clusters, where there are any."""
    if not len(table):
        return {}
    return {"sizes": _sizes()} | ({} if course is None else {"course": _course(course)})


def _sizes() -> Chart:
    return Chart(
        kind="bars",
        title=tr("How large the clusters are").both(),
        table="clusters",
        x="cluster",
        x_title=tr("number of the cluster, the largest first").both(),
        y_title=tr("rows in the cluster").both(),
        series=(Series(column="size", title=tr("rows in the cluster").both()),),
    )


def _course(course: pd.DataFrame) -> Chart:
    begins, numbers = course["begins"].tolist(), range(1, course.shape[1])
    return Chart(
        kind="lines",
        title=tr("When the events of the largest clusters happened").both(),
        table="course",
        x="begins",
        x_title=tr("time").both(),
        y_title=PER.get((begins[1] - begins[0]).days, tr("events by month")).both(),
        series=tuple(
            Series(column=f"cluster_{number}", title=tr("cluster {number}", number=number).both())
            for number in numbers
        ),
    )
