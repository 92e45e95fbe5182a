"""Clusters as a table, as columns of the layer, as circles and as a course over time."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.naming import own_names
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.answers.scanning.material import Material
from gridloom_analytics.statistics.scanning.clusters import Cluster
from gridloom_analytics.statistics.scanning.scan import Scanned

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEVEL = 0.05
"""Clusters with a p-value up to this are drawn and numbered on the map."""


@dataclass(frozen=True)
class Findings:
    """A scan and what it was made of, as the tables of a result see it."""

    inputs: Inputs
    material: Material
    scanned: Scanned

    @property
    def significant(self) -> list[Cluster]:
        """The clusters with a p-value up to the level, likeliest first."""
        return [one for one in self.scanned.clusters if self.scanned.p(one) <= LEVEL]


def relative_risk(cases: Floats, expected: Floats, total: int) -> Floats:
    """Return the risk inside over the risk outside; NaN where nothing is expected in or outside.

    NaN too where no case lies outside: the risk there would be 0.

    >>> relative_risk(np.array([85.0]), np.array([49.71]), 552).round(2).tolist()
    [1.84]
    """
    outside, due_outside = total - cases, total - expected
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (cases / expected) / (outside / due_outside)
    return np.where(np.isfinite(found), found, np.nan)


def cluster_table(found: Findings, *, spatial: bool) -> pd.DataFrame:
    """Return a row for each cluster, the likeliest first; without a place in a scan in time.

    The radius is in whole metres, x and y are whole coordinates of the layer: where a cluster is
    tells of nobody, and the gate lets whole figures pass.
    """
    study, steps = found.material.study, found.material.steps
    listed = found.scanned.clusters
    cases = np.array([one.cases for one in listed], dtype=float)
    expected = np.array([one.expected for one in listed], dtype=float)
    spans = [("", "") if steps is None else steps.span(one.start, one.end) for one in listed]
    p = np.array([found.scanned.p(one) for one in listed], dtype=float)
    return pd.DataFrame(
        {
            "cluster": np.arange(1, len(listed) + 1),
            "significant": p <= LEVEL,
            "direction": np.where(cases >= expected, "high", "low"),
            **(_where(found) if spatial else {}),
            "observed": cases.astype(np.int64),
            "expected": expected,
            "ratio": cases / expected,
            "relative_risk": relative_risk(cases, expected, study.total),
            "llr": [one.ratio for one in listed],
            "p": p,
            "p_gumbel": [found.scanned.gumbel_p(one) for one in listed],
            "weight": [float(study.weight[one.places].sum()) for one in listed],
            "start": [start or None for start, _ in spans],
            "end": [end or None for _, end in spans],
        }
    )


def _where(found: Findings) -> dict[str, object]:
    """Return the columns of ``cluster_table`` that say where clusters are."""
    listed = found.scanned.clusters
    points = found.material.study.points[[one.centre for one in listed]] / to_metres(found.inputs)
    x, y = np.rint(points).astype(np.int64).T
    return {
        "centre": [centre_name(found, one) for one in listed],
        "places": [len(one.places) for one in listed],
        "radius_m": [round(one.radius) for one in listed],
        "x": x,
        "y": y,
    }


def centre_name(found: Findings, cluster: Cluster) -> str | None:
    """Return what the place in the middle of a cluster is called, if it has a name."""
    names = own_names(found.inputs.layer)
    rows = np.flatnonzero(found.material.place == cluster.centre)
    return None if names is None or not len(rows) else str(names[rows[0]])


def columns(found: Findings, *, spatial: bool) -> pd.DataFrame:
    """Return, for each row of the layer, what its place has in all, and its cluster.

    ``cluster`` and its ``p`` are null outside of significant clusters; where rows are cases with a
    time they are null before and after it too. In a scan in time there are no places.
    """
    material, index = found.material, found.inputs.layer.index
    number = np.zeros(len(index), dtype=np.int64)
    p = np.full(len(index), np.nan)
    for position, one in enumerate(found.significant, start=1):
        inside = np.isin(material.place, one.places)
        if material.step is not None:
            inside &= (material.step >= one.start) & (material.step <= one.end)
        number[inside], p[inside] = position, found.scanned.p(one)
    primary = pd.DataFrame({"cluster": number, "p": p}, index=index)
    primary["cluster"] = primary["cluster"].where(number > 0).astype("Int64")
    return primary.join(_of_places(found)) if spatial else primary


def _of_places(found: Findings) -> pd.DataFrame:
    """Return what the place of each row has in all, null for rows that take no part."""
    study, place = found.material.study, found.material.place
    observed, expected = study.cases.sum(axis=1) * 1.0, study.expected.sum(axis=1)
    by_place = pd.DataFrame(
        {
            "observed": pd.array(observed.astype(np.int64), dtype="Int64"),
            "expected": expected,
            "relative_risk": relative_risk(observed, expected, study.total),
        }
    )
    return by_place.reindex(place).set_axis(found.inputs.layer.index)


def circles(found: Findings) -> gpd.GeoDataFrame:
    """Return the circle of each cluster; the outline of its rows where it has no radius."""
    scale = to_metres(found.inputs)
    table = cluster_table(found, spatial=True)
    shapes = []
    for one in found.scanned.clusters:
        if one.radius > 0.0:
            centre = shapely.Point(found.material.study.points[one.centre] / scale)
            shapes.append(centre.buffer(one.radius / scale, quad_segs=32))
        else:
            rows = np.isin(found.material.place, one.places)
            shapes.append(shapely.union_all(found.inputs.layer.geometry.to_numpy()[rows]))
    return gpd.GeoDataFrame(table, geometry=shapes, crs=found.inputs.crs)


def course(found: Findings) -> pd.DataFrame:
    """Return cases and expected ones by step, at the places of the likeliest cluster."""
    study, steps = found.material.study, found.material.steps
    assert steps is not None  # noqa: S101 - a scan over time has steps
    clusters = found.scanned.clusters
    places = clusters[0].places if clusters else np.arange(len(study.points))
    inside = np.zeros(steps.count, dtype=np.bool_)
    if clusters:
        inside[clusters[0].start : clusters[0].end + 1] = True
    return pd.DataFrame(
        {
            "start": steps.edges[:-1].astype("datetime64[D]").astype("datetime64[us]"),
            "days": steps.lengths.astype(np.int64),
            "observed": study.cases[places].sum(axis=0),
            "expected": study.expected[places].sum(axis=0),
            "in_cluster": inside,
        }
    )
