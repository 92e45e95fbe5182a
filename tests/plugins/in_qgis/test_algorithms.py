"""The algorithms as QGIS shows them: its own widgets, titles and help in both languages."""

from __future__ import annotations

import processing
import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsGraduatedSymbolRenderer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.gui import QgsBrowserGuiModel, QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox

from gridloom_qgis.processing.algorithm import GridloomAlgorithm

ADVANCED = QgsProcessingParameterDefinition.FlagAdvanced
PROPER_NAMES = {"Getis-Ord G", "Cliff δ", "AICc", "R²"}
OPTIONAL = QgsProcessingParameterDefinition.FlagOptional


@pytest.fixture
def hotspots(provider) -> GridloomAlgorithm:
    return provider.algorithm("hotspots").create()


def entry_of(name: str, conversation) -> dict:
    return conversation.ask(["analyses", name])[0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("INPUT", "source"), ("VALUE", "field"), ("NEIGHBOURS", "enum"), ("K", "number"),
        ("DISTANCE", "distance"), ("AUTO", "boolean"), ("AREA", "source"), ("WHERE", "expression"),
        ("SEED", "number"), ("CRS", "crs"), ("OUTPUT", "vectorDestination"),
        ("CELLS_LAYER", "vectorDestination"), ("SCORES_CHART", "fileDestination"),
    ],
)  # fmt: skip
def test_each_kind_of_parameter_has_the_widget_of_qgis(hotspots, name: str, kind: str) -> None:
    assert hotspots.parameterDefinition(name).type() == kind


def test_a_distance_is_in_metres_whatever_the_layer_is_in(hotspots) -> None:
    distance = hotspots.parameterDefinition("DISTANCE")
    assert distance.defaultUnit() == QgsUnitTypes.DistanceMeters
    assert distance.parentParameterName() == ""


def test_the_dialog_asks_for_distances_in_metres(hotspots) -> None:
    registry, distance = QgsGui.processingGuiRegistry(), hotspots.parameterDefinition("DISTANCE")
    wrapper = registry.createParameterWidgetWrapper(distance, QgsProcessingGui.Standard)
    widget = wrapper.createWrappedWidget(QgsProcessingContext())
    assert widget.findChild(QComboBox).currentText() == "meters"
    assert widget.findChild(QDoubleSpinBox).text() == "1000.00"


def test_a_number_has_the_range_of_the_catalogue(hotspots) -> None:
    k = hotspots.parameterDefinition("K")
    assert (k.minimum(), k.maximum(), k.defaultValue()) == (1, 200, 8)
    assert k.dataType() == QgsProcessingParameterNumber.Integer


def test_a_field_belongs_to_its_layer_and_holds_numbers_where_these_are_due(provider) -> None:
    counts = provider.algorithm("apportion").parameterDefinition("COUNTS")
    assert counts.parentLayerParameterName() == "SOURCE"
    assert (counts.dataType(), counts.allowMultiple()) == (counts.Numeric, True)


def test_models_keep_the_names_of_choices_while_people_see_titles(hotspots) -> None:
    choice = hotspots.parameterDefinition("NEIGHBOURS")
    assert choice.usesStaticStrings()
    assert choice.options()[:3] == ["auto", "queen", "rook"]
    assert len(set(choice.metadata()["widget_wrapper"]["titles"])) == len(choice.options())


def test_what_counts_under_some_choices_only_is_advanced_and_says_so(hotspots) -> None:
    kernel = hotspots.parameterDefinition("KERNEL")
    assert kernel.flags() & ADVANCED
    assert "Only where “Neighbours” is" in kernel.help()


def test_what_is_required_is_not_optional(provider) -> None:
    rates = provider.algorithm("rates")
    needed = [one.name() for one in rates.parameterDefinitions() if not one.flags() & OPTIONAL]
    assert {"INPUT", "CASES", "POPULATION", "OUTPUT"} <= set(needed)
    assert "AGES" not in needed


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("clusters", QgsProcessing.TypeVectorPoint),
        ("apportion", QgsProcessing.TypeVectorPolygon),
        ("hotspots", QgsProcessing.TypeVectorAnyGeometry),
    ],
)
def test_the_layer_is_of_the_geometry_that_the_analysis_takes(provider, name, kind) -> None:
    assert provider.algorithm(name).parameterDefinition("INPUT").dataTypes() == [kind]


@pytest.mark.parametrize("name", ["population", "quality", "mix"])
def test_what_needs_a_workspace_asks_for_one(provider, name: str) -> None:
    asked = provider.algorithm(name).parameterDefinitions()
    assert [one.name() for one in asked][:2] == ["WORKSPACE", "LAYER"]
    assert not {"INPUT", "CRS"} & {one.name() for one in asked}


def test_figures_are_outputs_that_models_can_use(hotspots) -> None:
    kinds = {one.name(): one.type() for one in hotspots.outputDefinitions()}
    assert kinds["HOT"] == "outputNumber"
    assert kinds["SUMMARY"] == "outputString"


def test_further_outputs_are_off_at_first(hotspots) -> None:
    further = hotspots.destinationParameterDefinitions()[1:]
    assert further
    assert not any(one.createByDefault() for one in further)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_algorithm_speaks_the_language_of_qgis(
    provider, conversation, speaking, language: str
) -> None:
    speaking(language)
    for one in provider.algorithms():
        entry, made = entry_of(one.name(), conversation), one.create()
        assert made.displayName() == entry["title"][language]
        assert made.group() == entry["group_title"][language]
        assert entry["summary"][language] in made.shortHelpString()
        assert entry["citation"].split(";")[0] in made.shortHelpString().replace("&amp;", "&")


def test_every_text_of_an_algorithm_is_chinese_in_chinese(provider, speaking) -> None:
    speaking("zh")
    for one in provider.algorithms():
        made = one.create()
        said = [each.description() for each in made.parameterDefinitions()]
        said += [each.description() for each in made.outputDefinitions()]
        latin = [text for text in said if not any(sign >= "\u4e00" for sign in text)]
        assert set(latin) <= PROPER_NAMES, one.name()


def test_titles_with_marks_of_html_are_shown_as_text(provider, conversation) -> None:
    entry = entry_of("hotspots", conversation)
    entry["summary"] = {"en": "<img src=x> {0} %s", "zh": "<b>"}
    assert "&lt;img src=x&gt; {0} %s" in GridloomAlgorithm(entry, conversation).shortHelpString()


def test_an_entry_of_an_older_command_is_shown_too(conversation) -> None:
    entry = entry_of("hotspots", conversation)
    for key in ("group_title", "needs_workspace", "geometry", "example"):
        del entry[key]
    assert GridloomAlgorithm(entry, conversation).create().group() == "Hot spots"


def dialog_value(name: str, field: str, colour: str, told: str) -> str | None:
    """Return what QGIS's own dialog asks for first, of a layer that shows ``colour``."""
    layer = QgsVectorLayer(
        "Polygon?field=number:int&field=share:double&field=kind:int", "areas", "memory"
    )
    drawn = QgsCategorizedSymbolRenderer if colour == "kind" else QgsGraduatedSymbolRenderer
    layer.setRenderer(drawn(colour))
    layer.setCustomProperty("gridloom/measures", told)
    QgsProject.instance().addMapLayer(layer)
    dialog = processing.createAlgorithmDialog(name)
    value = dialog.mainWidget().wrappers[field].parameterValue()
    dialog.close()
    QgsProject.instance().clear()
    return value


@pytest.mark.parametrize(
    ("name", "field", "colour", "told", "first"),
    [
        ("gridloom:outliers", "VALUE", "", "{}", None),
        ("gridloom:rates", "CASES", "share", "{}", None),
        ("gridloom:outliers", "VALUE", '"share"', "{}", "share"),
        ("gridloom:outliers", "VALUE", "kind", "{}", None),
        ("gridloom:hotspots", "VALUE", "number", '{"share": "measured"}', "share"),
    ],
)
def test_a_form_starts_with_the_value_that_the_layer_shows_or_with_none(
    provider, qgis_processing, qgis_iface, monkeypatch, name, field, colour, told, first
) -> None:
    monkeypatch.setattr(qgis_iface, "browserModel", QgsBrowserGuiModel)
    assert dialog_value(name, field, colour, told) == first


def test_the_help_shows_no_placeholders_and_tells_charts_from_their_tables(provider) -> None:
    helps = {one.name(): one.shortHelpString() for one in provider.algorithms()}
    assert not [name for name, text in helps.items() if "{" in text]
    assert "<li>Chart: " in helps["near-repeat"] or "<li>图表：" in helps["near-repeat"]
