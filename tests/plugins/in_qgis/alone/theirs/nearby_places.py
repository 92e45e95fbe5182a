"""An analysis that another package brings: parameters of every kind that there is."""

import json
from typing import Annotated, Literal

import geopandas as gpd
import pandas as pd
from pydantic import Field

from gridloom_analytics.analysis import Analysis, Inputs, Names, Numbers, Parameters, option
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.bilingual import Given, same
from gridloom_analytics.output import Output
from gridloom_analytics.result import Method
from gridloom_layers.progress import Progress

Box = Annotated[Numbers, Field(min_length=4, max_length=4)]


def said(en: str, zh: str) -> Given:
    """Return a text in both languages, as Gridloom's catalogue has none of this package's."""
    return Given.of({"en": en, "zh": zh})


class NearbyParameters(Parameters):
    """One of every kind, alone and several."""

    value: str = option("field", said("Value", "数值"), of="layer", holds="number")
    rate: str | None = option("measure", said("Rate", "比率"), of="layer", default=None)
    stops: str = option("layer", said("Stops", "站点"), geometry="point")
    stop_fields: Names = option("field", said("Of stops", "站点字段"), of="stops", default=())
    only_stops: str | None = option(
        "expression", said("Only stops where", "仅限站点"), of="stops", default=None
    )
    roads: str | None = option("layer", said("Roads", "道路"), geometry="line", default=None)
    system: str | None = option("crs", said("System of the answer", "结果坐标系"), default=None)
    within: Box | None = option("extent", said("Within", "范围"), default=None)
    reach: float = option("distance", said("Reach", "服务半径"), default=500.0, gt=0)
    rings: Numbers = option("distance", said("Rings", "圈层"), default=(100.0, 250.0))
    share: float | None = option("number", said("Share", "份额"), unit="%", default=None, le=100)
    places: int = option("number", said("Places", "处数"), default=3, ge=1)
    random: int = option("seed", said("Random", "随机数"), default=0)
    by: Literal["walk", "car"] = option(
        "choice", said("By", "方式"), default="walk",
        choices={"walk": said("on foot", "步行"), "car": said("by car", "驾车")},
    )  # fmt: skip
    days: Names = option(
        "choice", said("Days", "日期"), default=("mon",),
        choices={"mon": said("Monday", "周一"), "sat": said("Saturday", "周六")},
    )  # fmt: skip
    strict: bool = option("choice", said("Strict", "严格"), default=True)
    formula: str | None = option("expression", said("Formula", "公式"), default=None)
    notes: Names = option("expression", said("Notes", "备注"), default=())


def nearby(inputs: Inputs, parameters: NearbyParameters, seed: int, progress: Progress):
    """Say what came: the parameters as they are, and the layers with their columns."""
    stops = inputs.layers["stops"].layer
    told = {
        **parameters.model_dump(mode="json"),
        "stops": len(stops),
        "roads": len(inputs.layers["roads"].layer) if "roads" in inputs.layers else None,
    }
    first = inputs.layer.iloc[:2]
    return answered(
        ANALYSIS, inputs, parameters, seed,
        primary=pd.DataFrame({"twice": inputs.layer[parameters.value] * 2}),
        method=Method(same("nearby"), ANALYSIS.citation),
        summary=[said(json.dumps(told), json.dumps(told))],
        shapes={"first": gpd.GeoDataFrame(geometry=first.geometry)},
        tables={"told": pd.DataFrame({"name": list(told)})},
    )  # fmt: skip


ANALYSIS = Analysis(
    name="nearby-places",
    group="Of others",
    title=said("Nearby <places> & “more” {0} %s", "附近<地点>"),
    summary=said("How far it is.", "有多远。"),
    parameters=NearbyParameters,
    outputs=(
        Output("nearby-places", "layer", said("places", "地点"), {"twice": said("twice", "两倍")}),
        Output("first", "layer", said("the first", "前两个"), geometry="area"),
        Output("told", "table", said("what came", "参数"), {"name": said("name", "名称")}),
    ),
    citation="Nobody 2026",
    function="nearby_places:nearby",
)
THEIR_NAME = "no analysis"
