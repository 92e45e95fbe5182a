"""Pattern: are points clustered, spread at random or regular, and at which distances?"""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
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


ANALYSIS = Analysis(
    name="pattern",
    group=tr("Distributions").msgid,
    title=tr("Pattern of points"),
    summary=tr(
        "Whether points are clustered, random or regular, at which distances, and whether more "
        "than people are."
    ),
    parameters=PatternParameters,
    outputs=(
        Output("pattern", "layer", "point"),
        Output("k", "table"),
        Output("quadrats", "layer", "area"),
        Output("l", "chart"),
    ),
    citation="Clark & Evans 1954, Ecology 35: 445-453; Donnelly 1978; Ripley 1976, Journal of "
    "Applied Probability 13: 255-266; Ohser & Stoyan 1981, Biometrical Journal 23: 523-533; "
    "Myllymäki et al. 2017, JRSS B 79: 381-404",
    function="gridloom_analytics.answers.pattern.pattern:pattern",
    geometry="point",
)
