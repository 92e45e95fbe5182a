"""Density: how many points there are per square kilometre, or per head of a population."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Names, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
from gridloom_layers.language import tr


class DensityParameters(Parameters):
    """What is smoothed, how far, over which ground, and by which population."""

    weight: str | None = option("field", tr("Weight"), of="layer", holds="number", default=None)
    kernel: Literal["quartic", "gaussian"] = option(
        "choice",
        tr("Kernel"),
        default="quartic",
        choices={"quartic": tr("quartic (of finite reach)"), "gaussian": tr("Gaussian")},
    )
    bandwidth: float = option(
        "distance", tr("Bandwidth (0: by the rule)"), default=0.0, unit="m", ge=0
    )
    rule: Literal["arcgis", "scott", "likelihood"] = option(
        "choice",
        tr("Rule for the bandwidth"),
        default="arcgis",
        choices={
            "arcgis": tr("as ArcGIS Pro does: robust, for few or many points"),
            "scott": tr("Scott and Silverman: smooth"),
            "likelihood": tr("likelihood cross-validation: fine"),
        },
    )
    adaptive: bool = option("choice", tr("Adapt the bandwidth to the density"), default=False)
    edge: Literal["total", "even", "none"] = option(
        "choice",
        tr("At the border of the study area"),
        default="total",
        choices={
            "total": tr("keep the total of all points"),
            "even": tr("keep an even spread even"),
            "none": tr("let weight fall outside"),
        },
    )
    cell: float = option(
        "distance", tr("Side of a cell (0: automatic)"), default=0.0, unit="m", ge=0
    )
    area: str | None = option(
        "layer", tr("Study area"), geometry="area", level="coarsest", default=None
    )
    levels: Names = option(
        "expression", tr("Contours at (none: the densest 50, 25, 10, 5, 1 %)"), default=()
    )
    population: str | None = option("layer", tr("Population"), default=None)
    population_weight: str | None = option(
        "field", tr("Weight of the population"), of="population", holds="number", default=None
    )
    expected: float = option(
        "number", tr("Fewest expected points for a relative risk"), default=5.0, ge=1
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)


RELATIVE = {"population": GIVEN}
OUTPUTS = (
    Output(
        "density",
        "layer",
        tr("each point and the density there"),
        columns(
            density=tr("density there (per km²)"),
            risk=tr("relative risk there"),
            p=tr("p-value there"),
        ),
        geometry="point",
    ),
    Output("density", "raster", tr("density (per km²)")),
    Output("risk", "raster", tr("relative risk: density over that of the population"),
           when=RELATIVE),
    Output("p", "raster", tr("p-value of the relative risk"), when=RELATIVE),
    Output(
        "contours",
        "layer",
        tr("lines of equal density or risk"),
        columns(level=tr("density or risk on the line")),
        geometry="line",
    ),
    Output(
        "bands",
        "layer",
        tr("areas between the lines"),
        columns("lower", "upper", "area_km2"),
        geometry="area",
    ),
    Output(
        "tolerance",
        "layer",
        tr("areas where the risk is high or low beyond chance"),
        columns("area_km2", finding=tr("finding")),
        geometry="area",
        when=RELATIVE,
    ),
    *figures(
        columns(
            "n",
            total=tr("sum of the weights"),
            area=tr("study area (km²)"),
            mean=tr("mean density (per km²)"),
            highest=tr("highest density (per km²)"),
            held=tr("share of the total in the densest 5 % of the area"),
            bandwidth=tr("bandwidth (m)"),
            cell=tr("side of a cell (m)"),
        )
    ),
    *figures(
        columns(
            risk_lowest=tr("lowest relative risk"),
            risk_highest=tr("highest relative risk"),
            told=tr("area where the risk can be told (km²)"),
            high=tr("area of high risk (km²)"),
            low=tr("area of low risk (km²)"),
        ),
        when=RELATIVE,
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="density",
    group=tr("Hot spots").msgid,
    title=tr("Density of points"),
    summary=tr("How many points there are per km², smoothed, or per head of a population."),
    parameters=DensityParameters,
    outputs=OUTPUTS,
    example="--set \"where=kind = '暴露垃圾'\"",
    citation="Silverman 1986, Density Estimation; Abramson 1982, Annals of Statistics 10: "
    "1217-1223; Diggle 1985, Applied Statistics 34: 138-147; Jones 1993, Statistics and "
    "Computing 3: 135-146; Kelsall & Diggle 1995, Statistics in Medicine 14: 2335-2342",
    function="gridloom_analytics.answers.density.answer:density",
    geometry="point",
)
