"""How answers are drawn: values in the style of a result, further shapes in one colour."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_desktop.publishing.qgis.drawing import Drawing, Kind, Marks
from gridloom_layers.language import Language

FOUND = "#7b1fa2"
"""What else is found, over the values: outlines, lines, places."""
OVERLAYS: dict[Kind, Marks] = {
    "area": Marks("area", filled=False, outline=FOUND, outline_width=1.8),
    "line": Marks("line"),
    "point": Marks("point", radius=4.5),
}
USUAL: dict[Kind, Marks] = {
    "area": Marks("area"), "line": Marks("line"), "point": Marks("point", radius=3.0),
}  # fmt: skip
KINDS: tuple[tuple[str, Kind], ...] = (("Polygon", "area"), ("Line", "line"), ("Point", "point"))


def kind_of(shapes: gpd.GeoSeries) -> Kind | None:
    """Return what shapes are; None where there are none."""
    types = set(shapes.geom_type.dropna())
    return next((kind for word, kind in KINDS if any(word in one for one in types)), None)


def titled(titles: Mapping[str, Bilingual], language: Language) -> dict[str, str]:
    """Return titles in a language, each as it stands by itself."""
    told = {name: one[language] for name, one in titles.items()}
    return {name: text[:1].upper() + text[1:] for name, text in told.items()}


def styled_answer(
    style: Style,
    classes: npt.NDArray[np.int16],
    withheld: npt.NDArray[np.bool_],
    kind: Kind,
    titles: Mapping[str, Bilingual],
    language: Language,
) -> Drawing:
    """Return values as they are drawn; ``classes`` below 0 have none, ``withheld`` ones for that
    reason."""
    without = classes <= MISSING
    return Drawing(
        USUAL[kind],
        style,
        language,
        missing=bool((without & ~withheld).any()),
        withheld=bool((without & withheld).any()),
        aliases=titled(titles, language),
    )


def overlay(
    kind: Kind,
    title: Bilingual,
    titles: Mapping[str, Bilingual],
    language: Language,
    colour: str = FOUND,
) -> Drawing:
    """Return further shapes of an answer in one colour, over the values."""
    only = StyleClass(colour=colour, label=title, value="")
    style = Style(column="", title=title, kind="categorical", classes=(only,), method="single")
    marks = OVERLAYS[kind]
    if kind == "area":
        marks = Marks("area", filled=False, outline=colour, outline_width=marks.outline_width)
    return Drawing(marks, style, language, aliases=titled(titles, language))
