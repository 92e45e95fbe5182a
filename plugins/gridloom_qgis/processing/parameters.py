"""Parameters of an analysis as parameters of QGIS, each with QGIS's own widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExpression,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsUnitTypes,
)

from ..calling.catalogue import Entry
from ..language import tr
from .entry import (
    CRS,
    INPUT,
    LAYER,
    MAIN,
    SEED,
    WORKSPACE,
    Asked,
    as_text,
    asked,
    primary,
)

GEOMETRIES = {
    "area": QgsProcessing.TypeVectorPolygon,
    "line": QgsProcessing.TypeVectorLine,
    "point": QgsProcessing.TypeVectorPoint,
}
TITLED_CHOICE = "gridloom_qgis.processing.choice.TitledChoice"
TITLED_CHOICES = "gridloom_qgis.processing.choice.TitledChoices"
CHOSEN_FIELD = "gridloom_qgis.processing.field_choice.ChosenField"
VALUE = "value"
"""What the catalogue calls the column that an analysis is about: it starts as what is shown."""
LARGEST_SEED = 2**31 - 1


def definitions(entry: Entry) -> Iterator[QgsProcessingParameterDefinition]:
    """Yield the parameters of an analysis, the layer or workspace first, the rare ones last."""
    yield from _subject(entry)
    own = asked(entry)
    ids = {MAIN: INPUT, **{one.name: one.id for one in own}}
    made = [_made(one, ids.get(one.hints.get("of", ""))) for one in own]
    yield from (one for one in made if not _is_advanced(one))
    yield from (one for one in made if _is_advanced(one))
    yield from _rare(entry)


def _subject(entry: Entry) -> Iterator[QgsProcessingParameterDefinition]:
    if entry.get("needs_workspace"):
        folder = QgsProcessingParameterFile.Folder
        yield QgsProcessingParameterFile(WORKSPACE, tr("Workspace (folder .gridloom)"), folder)
        yield QgsProcessingParameterString(
            LAYER, tr("Areas, by the name of their layer (the finest where left out)"),
            optional=True,
        )  # fmt: skip
        return
    kind = GEOMETRIES.get(primary(entry)["geometry"], QgsProcessing.TypeVectorAnyGeometry)
    yield QgsProcessingParameterFeatureSource(INPUT, tr("Layer"), [kind])


def _rare(entry: Entry) -> Iterator[QgsProcessingParameterDefinition]:
    integer = QgsProcessingParameterNumber.Integer
    seed = QgsProcessingParameterNumber(
        SEED, tr("Seed: the same one gives the same values"), integer, 0, False, 0, LARGEST_SEED
    )
    yield _advanced(seed)
    if not entry.get("needs_workspace"):
        yield _advanced(QgsProcessingParameterCrs(CRS, crs_title(), optional=True))


def crs_title() -> str:
    """Return what the option ``--crs`` of a run is called in forms."""
    return tr("Project the layer to this system first (for layers in degrees)")


def _made(one: Asked, parent: str | None) -> QgsProcessingParameterDefinition:
    """Return the parameter with its help; one that counts under some choices only is advanced."""
    made = MAKERS[_maker(one)](one, parent)
    if one.hints.get("used"):
        _advanced(made)
    return made


def _maker(one: Asked) -> str:
    """Return which maker suits: lists of numbers and free texts are texts."""
    if one.schema.get("type") == "boolean":
        return "boolean"
    if one.kind in ("number", "distance") and one.several:
        return "text"
    if one.kind == "expression" and (one.several or "of" not in one.hints):
        return "text"
    return one.kind if one.kind in MAKERS else "text"


def _layer(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    kind = GEOMETRIES.get(one.hints.get("geometry", ""), QgsProcessing.TypeVectorAnyGeometry)
    return QgsProcessingParameterFeatureSource(one.id, one.title, [kind], optional=not one.required)


def _field(one: Asked, parent: str | None) -> QgsProcessingParameterDefinition:
    """Return a field; times may be texts and codes numbers, so only numbers are told apart."""
    number = one.hints.get("holds") == "number"
    made = QgsProcessingParameterField(
        one.id,
        one.title,
        one.default or None,
        parent or INPUT,
        QgsProcessingParameterField.Numeric if number else QgsProcessingParameterField.Any,
        allowMultiple=one.several,
        optional=_optional(one),
    )
    if not one.several and (one.required or one.name == VALUE):
        made.setMetadata({"widget_wrapper": {"class": CHOSEN_FIELD, "shown": one.name == VALUE}})
    return made


def _number(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    whole = one.schema.get("type") == "integer"
    kind = QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
    made = QgsProcessingParameterNumber(
        one.id, one.title, kind, one.default, one.may_be_none, **_range(one)
    )
    return _short(made) if one.default is not None else made


def _distance(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    """Return a distance in metres, whatever the units of the layer are."""
    made = QgsProcessingParameterDistance(
        one.id, one.title, one.default, "", one.may_be_none, **_range(one)
    )
    made.setDefaultUnit(QgsUnitTypes.DistanceMeters)
    return _short(made)


def _short(made: QgsProcessingParameterNumber) -> QgsProcessingParameterNumber:
    """Have the widget show two decimals of what is counted in metres, days or people, not six."""
    made.setMetadata({"widget_wrapper": {"decimals": 2}})
    return made


def _range(one: Asked) -> dict[str, float]:
    """Return the bounds as QGIS takes them; one that is excluded is refused by Gridloom."""
    least = one.schema.get("minimum", one.schema.get("exclusiveMinimum"))
    most = one.schema.get("maximum", one.schema.get("exclusiveMaximum"))
    known = {"minValue": least, "maxValue": most}
    return {name: value for name, value in known.items() if value is not None}


def _choice(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    """Return a choice whose values are the names that Gridloom knows; people see their titles."""
    optional = _optional(one) and one.default is None
    made = QgsProcessingParameterEnum(
        one.id, one.title, list(one.choices), one.several, one.default, optional, True
    )
    wrapper = TITLED_CHOICES if one.several else TITLED_CHOICE
    titles = list(one.choices.values())
    made.setMetadata({"widget_wrapper": {"class": wrapper, "titles": titles}})
    return made


def _boolean(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterBoolean(one.id, one.title, bool(one.default))


def _expression(one: Asked, parent: str | None) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterExpression(
        one.id, one.title, one.default, parent or INPUT, _optional(one)
    )


def _crs(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterCrs(one.id, one.title, one.default, _optional(one))


def _extent(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterExtent(one.id, one.title, one.default, _optional(one))


def _text(one: Asked, _: str | None) -> QgsProcessingParameterDefinition:
    """Return a text; several are written with commas between them."""
    title = tr("{title} (a, b, …)", title=one.title) if one.several else one.title
    default = as_text(one.default) or None
    return QgsProcessingParameterString(one.id, title, default, optional=_optional(one))


Maker = Callable[[Asked, Any], QgsProcessingParameterDefinition]
MAKERS: dict[str, Maker] = {
    "layer": _layer,
    "field": _field,
    "measure": _field,
    "number": _number,
    "seed": _number,
    "distance": _distance,
    "choice": _choice,
    "boolean": _boolean,
    "expression": _expression,
    "crs": _crs,
    "extent": _extent,
    "text": _text,
}


def _optional(one: Asked) -> bool:
    """Whether nothing may be given: where Gridloom takes nothing, or has a default."""
    return not one.required and (one.may_be_none or one.default is not None)


def _advanced(made: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    made.setFlags(made.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    return made


def _is_advanced(made: QgsProcessingParameterDefinition) -> bool:
    return bool(made.flags() & QgsProcessingParameterDefinition.FlagAdvanced)
