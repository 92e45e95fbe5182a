"""Are points clustered, scattered at random or regular, and at which distances?"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analyses.pattern import ANALYSIS, PatternParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.pattern.ground import Ground, ground
from gridloom_analytics.answers.pattern.telling import chart, method, summary, warnings_of
from gridloom_analytics.answers.places import Placed, placed, to_metres
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.patterns.envelope import Envelope, global_envelope
from gridloom_analytics.statistics.patterns.nearest import clark_evans
from gridloom_analytics.statistics.patterns.quadrats import (
    Quadrats,
    number_of_side,
    quadrat_test,
    usual_number,
)
from gridloom_analytics.statistics.patterns.ripley import Ripley, usual_reach
from gridloom_analytics.statistics.patterns.simulation import Gauge, Simulated, simulate
from gridloom_analytics.statistics.significance.p_values import normal_p, simulated_p
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import locate
from gridloom_layers.language import tr, tr_n
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]
Figures = dict[str, float | int | str | None]

FEWEST = 10
"""Under ten points there is no pattern to speak of."""
MOST = 20_000
"""Of more points, a random part is compared with simulations; K does not change by that."""
STEPS = 64
"""Distances at which K is told."""
IN_QUADRAT = 5
"""Points expected in a quadrat on average."""
MOST_QUADRATS = 10_000


@dataclass(frozen=True)
class Compared:
    """A pattern beside simulated ones: the gauge, what it measured, and the envelope of L(r) − r.

    ``sample`` are the points that were compared, ``curve`` their L(r) − r.
    """

    gauge: Gauge
    sample: Points
    curve: Floats
    nearest: float
    chi2: float
    simulated: Simulated
    envelope: Envelope

    @property
    def distances(self) -> Floats:
        """The distances r."""
        return self.gauge.ripley.distances


def pattern(inputs: Inputs, parameters: PatternParameters, seed: int, progress: Progress) -> Result:
    """Return for each point whether it is ``inside`` the area studied, the distance ``nearest``
    to the nearest other one in metres, and the number of its ``quadrat``.

    Table ``k``: at each distance K, L, L − r with its global envelope, and where it is
    ``outside``. Shapes ``quadrats`` with their counts. Scalars: see ``_figures``.
    """
    everywhere = placed(inputs, FEWEST)
    base = ground(inputs, everywhere.points, parameters)
    points = _inside(inputs, everywhere, base)
    quadrats = _quadrats(base, len(points.points), parameters)
    compared = _compare(base, points.points, quadrats, parameters, inputs, seed, progress)
    nearest = nearest_distances(points.points)
    figures = _figures(base, points, nearest, compared)
    guarded_shares = "area" in inputs.layers and inputs.layers["area"].persons is not None
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(inputs, everywhere, points, nearest, quadrats),
        method=method(parameters, base, figures),
        summary=summary(figures, base, compared.distances, compared.curve, compared.envelope),
        warnings=(*points.warnings, *base.warnings, *warnings_of(figures, nearest)),
        style=graduated(
            nearest,
            column="nearest",
            title=tr("Distance to the nearest other point").both(),
            unit="m",
        ),
        units={"nearest": "m"},
        scalars=figures,
        tables={"k": _curve_table(compared)},
        shapes={"quadrats": _quadrat_shapes(inputs, points, compared.gauge, guarded_shares)},
        charts={"l": chart(base)},
    )


def _inside(inputs: Inputs, everywhere: Placed, base: Ground) -> Placed:
    """Return the points in the study area; those on its outline too."""
    inside = locate(everywhere.points, np.array([base.area], dtype=object)) >= 0
    count = int((~inside).sum())
    if inside.sum() < FEWEST:
        raise BadInput(
            "too-few-rows",
            tr_n("Only {count:,} point lies in the study area.",
                 "Only {count:,} points lie in the study area.", int(inside.sum())),
            Where(layer=inputs.name, column="area"),
            tr("At least {least} are needed.", least=FEWEST),
        )  # fmt: skip
    if not count:
        return everywhere
    said = tr_n(
        "{count:,} point outside the study area is left out.",
        "{count:,} points outside the study area are left out.",
        count,
    )
    return everywhere.only(inside, said)


def _quadrats(base: Ground, n: int, parameters: PatternParameters) -> Quadrats:
    if parameters.quadrat is None:
        columns, rows = usual_number(base.area, n, max(IN_QUADRAT, n / MOST_QUADRATS))
        return Quadrats.over(base.area, columns, rows)
    columns, rows = number_of_side(base.area, parameters.quadrat)
    if columns * rows > 100 * MOST_QUADRATS:
        raise BadInput(
            "too-many-quadrats",
            tr("Quadrats of {side} m would be {count:,}, too many to count in.",
               side=figure(parameters.quadrat), count=columns * rows),
            Where(column="quadrat"),
            tr("Set a longer side, or leave it out."),
        )  # fmt: skip
    return Quadrats.over(base.area, columns, rows)


def _compare(
    base: Ground,
    points: Points,
    quadrats: Quadrats,
    parameters: PatternParameters,
    inputs: Inputs,
    seed: int,
    progress: Progress,
) -> Compared:
    sample = _sample(points, seed)
    reach = _reach(base, len(sample), parameters, inputs)
    corrected = parameters.correction == "rigid"
    ripley = Ripley.within(base.area, reach, STEPS, corrected=corrected)
    gauge = Gauge(ripley, quadrats, base.shares(quadrats.shapes))
    curve, nearest, chi2 = gauge.measure(sample)
    draws = simulate(gauge, base.scatter, len(sample), parameters.simulations, seed, progress)
    envelope = global_envelope(curve - ripley.distances, draws.curves - ripley.distances)
    return Compared(gauge, sample, curve - ripley.distances, nearest, chi2, draws, envelope)


def _sample(points: Points, seed: int) -> Points:
    """Return the points, or a random part of them where they are too many to simulate."""
    if len(points) <= MOST:
        return points
    drawn = np.random.default_rng(seed).choice(len(points), MOST, replace=False)
    return points[np.sort(drawn)]


def _reach(base: Ground, n: int, parameters: PatternParameters, inputs: Inputs) -> float:
    if parameters.reach is None:
        return usual_reach(base.area, n)
    west, south, east, north = base.area.bounds
    most = min(east - west, north - south) / 2
    if parameters.reach > most:
        raise BadInput(
            "distance-too-long",
            tr("{distance} m is more than half the shorter side of the study area.",
               distance=figure(parameters.reach)),
            Where(layer=inputs.name, column="reach"),
            tr("Set at most {most} m.", most=figure(np.floor(most))),
        )  # fmt: skip
    return parameters.reach


def _figures(base: Ground, points: Placed, nearest: Floats, found: Compared) -> Figures:
    """Return the global figures.

    ``z`` and ``p`` of the nearest neighbours are Clark and Evans' with Donnelly's correction, and
    None where chance is not even; their ``expected`` distance then is the simulations' mean.
    """
    n, sampled, gauge = len(points.points), len(found.sample), found.gauge
    counts = gauge.quadrats.count(points.points)
    tested = quadrat_test(counts, gauge.shares * counts.sum())
    plain = clark_evans(nearest, base.area)
    observed = plain.observed if base.even else found.nearest
    expected = plain.expected if base.even else float(found.simulated.nearest.mean())
    return {
        "points": n,
        "compared": sampled,
        "area_km2": base.area.area / 1e6,
        "reach": float(found.distances[-1]),
        "envelope_p": found.envelope.p,
        "nearest_mean": observed,
        "nearest_expected": expected,
        "nearest_ratio": observed / expected,
        "nearest_z": plain.z if base.even else None,
        "nearest_p": float(normal_p(np.array(plain.z))) if base.even else None,
        "nearest_p_sim": _p_sim(found.nearest, found.simulated.nearest),
        "quadrats": len(counts),
        "quadrat_side": float(np.sqrt(gauge.quadrats.width * gauge.quadrats.height)),
        "quadrat_chi2": tested.chi2,
        "quadrat_df": tested.df,
        "quadrat_p": tested.p,
        "quadrat_p_sim": _p_sim(found.chi2, found.simulated.chi2),
        "dispersion": tested.dispersion,
    }


def _p_sim(observed: float, simulated: Floats) -> float:
    at_least, at_most = (simulated >= observed).sum(), (simulated <= observed).sum()
    return float(simulated_p(np.array([at_least]), np.array([at_most]), len(simulated))[0])


def _primary(
    inputs: Inputs, everywhere: Placed, points: Placed, nearest: Floats, quadrats: Quadrats
) -> pd.DataFrame:
    index = inputs.layer.index
    number = quadrats.locate(points.points) + 1
    inside = pd.array(points.rows, dtype="boolean")
    inside[~everywhere.rows] = pd.NA
    own = points.place({"nearest": nearest, "quadrat": number}, index).astype({"quadrat": "Int64"})
    return pd.DataFrame({"inside": inside}, index=index).join(own)


def _curve_table(found: Compared) -> pd.DataFrame:
    r, curve, envelope = found.distances, found.curve, found.envelope
    above, below = curve > envelope.upper, curve < envelope.lower
    outside = np.full(len(r), None, dtype=object)
    outside[above], outside[below] = "clustered", "regular"
    return pd.DataFrame(
        {
            "distance": r,
            "k": np.pi * (curve + r) ** 2,
            "l": curve + r,
            "l_minus_r": curve,
            "expected": envelope.centre,
            "lower": envelope.lower,
            "upper": envelope.upper,
            "outside": outside,
        }
    )


def _quadrat_shapes(
    inputs: Inputs, points: Placed, gauge: Gauge, guarded: bool
) -> gpd.GeoDataFrame:
    """Return the quadrats with their counts and, unless that could tell counts of persons, what
    was expected."""
    counts = gauge.quadrats.count(points.points)
    expected = gauge.shares * counts.sum()
    columns: dict[str, object] = {"quadrat": np.arange(1, len(counts) + 1), "points": counts}
    if not guarded:
        columns |= {"expected": expected, "residual": (counts - expected) / np.sqrt(expected)}
    scale = to_metres(inputs)
    shapes = shapely.transform(gauge.quadrats.shapes, lambda xy: xy / scale)
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=inputs.crs)
