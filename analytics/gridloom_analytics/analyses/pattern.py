"""Pattern: are points clustered, spread at random or regular, and at which distances?"""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr


class PatternParameters(Parameters):
    """The area that is studied, what chance is, and at which distances points are compared."""

    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    area: str | None = option(
        "layer", tr("Study area"), geometry="area", level="coarsest", default=None
    )
    population: str | None = option(
        "field",
        tr("Population by area: chance follows it"),
        of="area",
        holds="number",
        default=None,
    )
    reach: float | None = option(
        "distance", tr("Greatest distance (by rule where left out)"), unit="m", gt=0, default=None
    )
    quadrat: float | None = option(
        "distance", tr("Side of a quadrat (by rule where left out)"), unit="m", gt=0, default=None
    )
    correction: Literal["rigid", "none"] = option(
        "choice",
        tr("Edge correction of K"),
        default="rigid",
        choices={
            "rigid": tr("rigid motion, for any shape of the area"),
            "none": tr("none"),
        },
    )
    # 999, not 99,999: each draw counts all pairs again, 20,000 points take half a minute a core.
    simulations: int = option("number", tr("Simulations"), default=999, ge=19, le=9_999)


OUTPUTS = (
    Output(
        "pattern",
        "layer",
        tr("each point, its nearest one and its quadrat"),
        columns(
            inside=tr("inside the study area"),
            nearest=tr("distance to the nearest point (m)"),
            quadrat=tr("number of the quadrat"),
        ),
        geometry="point",
    ),
    Output(
        "k",
        "table",
        tr("Ripley's K and L by distance"),
        columns(
            distance=tr("distance (m)"),
            k=tr("K (m²)"),
            l=tr("L (m)"),
            l_minus_r=tr("L minus the distance (m)"),
            expected=tr("L minus the distance by chance (m)"),
            lower=tr("lower bound of chance (m)"),
            upper=tr("upper bound of chance (m)"),
            outside=tr("outside of what chance gives"),
        ),
    ),
    Output(
        "quadrats",
        "layer",
        tr("the quadrats in which points are counted"),
        columns(
            quadrat=tr("number of the quadrat"),
            points=tr("points"),
            expected=tr("points by chance"),
            residual=tr("Pearson residual"),
        ),
        geometry="area",
    ),
    Output("l", "chart", tr("Ripley's L with what chance gives")),
    *figures(
        columns(
            points=tr("points"),
            compared=tr("points that are compared"),
            area_km2=tr("study area (km²)"),
            reach=tr("greatest distance (m)"),
            envelope_p=tr("p-value of the whole curve"),
            nearest_mean=tr("mean distance to the nearest point (m)"),
            nearest_expected=tr("the same by chance (m)"),
            nearest_ratio=tr("nearest-neighbour index"),
            nearest_z=tr("nearest-neighbour index, z-score"),
            nearest_p=tr("nearest-neighbour index, p-value"),
            nearest_p_sim=tr("nearest-neighbour index, p-value (simulated)"),
            quadrats=tr("quadrats"),
            quadrat_side=tr("side of a quadrat (m)"),
            quadrat_chi2=tr("chi-squared of the quadrats"),
            quadrat_df=tr("degrees of freedom"),
            quadrat_p=tr("p-value of the quadrats"),
            quadrat_p_sim=tr("p-value of the quadrats (simulated)"),
            dispersion=tr("variance over mean of the counts"),
        )
    ),
)

ANALYSIS = Analysis(
    name="pattern",
    group=tr("Distributions").msgid,
    title=tr("Pattern of points"),
    summary=tr(
        "Whether points are clustered, random or regular, at which distances, and whether more "
        "than people are."
    ),
    parameters=PatternParameters,
    outputs=OUTPUTS,
    example='--set "where=kind = \'暴露垃圾\'" --set area=grid --set "population=count(person)"',
    citation="Clark & Evans 1954, Ecology 35: 445-453; Donnelly 1978; Ripley 1976, Journal of "
    "Applied Probability 13: 255-266; Ohser & Stoyan 1981, Biometrical Journal 23: 523-533; "
    "Myllymäki et al. 2017, JRSS B 79: 381-404",
    function="gridloom_analytics.answers.pattern.pattern:pattern",
    geometry="point",
)
