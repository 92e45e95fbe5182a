"""The findings of a scan as charts: the cases of each cluster, and their course over time."""

from gridloom_analytics.answers.scanning.findings import Findings
from gridloom_analytics.chart import Chart, Series
from gridloom_layers.language import Message, tr, tr_n

CASES = (
    Series(column="observed", title=tr("observed").both()),
    Series(column="expected", title=tr("expected").both()),
)


def charts(found: Findings, *, spatial: bool, over_time: bool) -> dict[str, Chart]:
    """Return the charts that a scan in space, in time or both asks for."""
    of_clusters = {"clusters": _clusters(found)} if spatial and found.scanned.clusters else {}
    return of_clusters | ({"course": _course()} if over_time else {})


def _clusters(found: Findings) -> Chart:
    return Chart(
        kind="bars",
        title=tr("Cases in each cluster, and how many would be expected there").both(),
        table="clusters",
        x="cluster",
        x_title=_beyond_chance(len(found.significant)).both(),
        y_title=tr("cases").both(),
        series=CASES,
    )


def _beyond_chance(count: int) -> Message:
    """Return the title of the axis, which says how many of the clusters are no chance."""
    if not count:
        return tr("number of the cluster: all of them could be chance")
    return tr_n(
        "number of the cluster: the first is more than chance gives anywhere",
        "number of the cluster: the first {count} are more than chance gives anywhere",
        count,
    )


def _course() -> Chart:
    return Chart(
        kind="lines",
        title=tr("Cases over time at the places of the likeliest cluster").both(),
        x="start",
        x_title=tr("time").both(),
        y_title=tr("cases").both(),
        series=CASES,
        table="course",
    )
