"""What is said of clusters: how many there are, how large, and what that does not show."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.clusters import ANALYSIS, ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.clusters.reach import reach
from gridloom_analytics.answers.piles import shared_warnings
from gridloom_analytics.answers.sentences import bilingual, called, figure
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

Integers = npt.NDArray[np.int64]

MOST = 0.9
"""A cluster with more than this share of the rows says little."""

NAMES = {
    "dbscan": tr("DBSCAN: clusters near in place"),
    "st-dbscan": tr("ST-DBSCAN: clusters near in place and time"),
    "hdbscan": tr("HDBSCAN: clusters of differing density"),
}


def method_of(parameters: ClusterParameters, notes: tuple[Message, ...]) -> Method:
    """Return how the clusters were found."""
    said = [*notes]
    if parameters.method != "hdbscan":
        said.append(tr("A point that is no core belongs to the cluster of its nearest core."))
    said.append(tr("Clusters are numbered by size; the order of rows changes nothing."))
    said.append(
        tr(
            "This is no test: points spread by chance have dense places too, and events are dense "
            "where people are."
        )
    )
    return Method(NAMES[parameters.method].both(), ANALYSIS.citation, bilingual(said))


def summary(inputs: Inputs, labels: Integers, table: pd.DataFrame) -> list[Message]:
    """Return what was found, in sentences."""
    n, noise = len(labels), int((labels < 0).sum())
    if not len(table):
        return [
            tr(
                "No cluster: none of {n:,} rows of “{layer}” has enough others near it.",
                n=n,
                layer=called(inputs),
            )
        ]
    said = [
        tr_n(
            "{count:,} cluster holds {inside:,} of {n:,} rows of “{layer}” ({share} %); {noise:,} "
            "are in none.",
            "{count:,} clusters hold {inside:,} of {n:,} rows of “{layer}” ({share} %); {noise:,} "
            "are in none.",
            len(table),
            inside=n - noise,
            n=n,
            layer=called(inputs),
            share=_percent((n - noise) / n),
            noise=noise,
        )
    ]
    return [*said, *_largest(table)]


def _largest(table: pd.DataFrame) -> list[Message]:
    first = table.iloc[0]
    said = [
        tr(
            "The largest has {size:,} rows ({share} %) within {area} km².",
            size=int(first["size"]),
            share=_percent(first["share"]),
            area=figure(float(first["area_km2"])),
        )
        if first["area_km2"]
        else tr(
            "The largest has {size:,} rows ({share} %) at one place or along one line.",
            size=int(first["size"]),
            share=_percent(first["share"]),
        )
    ]
    if "first" in table and pd.notna(first["first"]):
        said.append(
            tr("Its rows are from {first} to {last}.", first=_day(first["first"]),
               last=_day(first["last"]))
        )  # fmt: skip
    return said


def warnings(
    events: Events, labels: Integers, table: pd.DataFrame, method: str
) -> tuple[Message, ...]:
    """Return what a reader should know before believing the clusters."""
    widest, fixed = reach(events.site.points, labels), method != "hdbscan"
    found = [*events.site.warnings, *shared_warnings(events.site.points)]
    if not len(table):
        found.append(
            tr("Another distance or fewer points would make clusters.")
            if fixed
            else tr("A smaller number of points that make a cluster would find some.")
        )
    elif widest.wide:
        found.append(
            tr(
                "Cluster {number} reaches over {area} % of the outline of all rows and so says "
                "little about where: {change}.",
                number=widest.number,
                area=_percent(widest.area / widest.whole),
                change=tr(
                    "set a shorter distance to neighbours, or more points that make a cluster"
                )
                if fixed
                else tr(
                    "try another number of points that make a cluster, or DBSCAN with a distance"
                ),
            )
        )
    elif table["share"].iloc[0] > MOST:
        found.append(
            tr(
                "One cluster holds {share} % of the rows and so tells little: {change}.",
                share=_percent(table["share"].iloc[0]),
                change=tr("a shorter distance or more points would part it")
                if fixed
                else tr(
                    "try another number of points that make a cluster, or DBSCAN with a distance"
                ),
            )
        )
    return tuple(found)


def _percent(share: float) -> str:
    return figure(round(100 * float(share), 1))


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()
