"""The dialog of a step in the designer of models: values, inputs and outputs for our widgets."""

from __future__ import annotations

import pytest
from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtWidgets import QComboBox

Source = QgsProcessingModelChildParameterSource


@pytest.fixture
def model() -> QgsProcessingModelAlgorithm:
    """A model with one text as its input."""
    made = QgsProcessingModelAlgorithm("own", "own")
    made.addModelParameter(
        QgsProcessingParameterString("given", "Given"), QgsProcessingModelParameter("given")
    )
    return made


@pytest.fixture
def dialog(provider, model) -> ModelerParametersDialog:
    """The dialog for hot spots."""
    return ModelerParametersDialog(provider.algorithm("hotspots").create(), model)


def of_step(dialog: ModelerParametersDialog, name: str) -> list[object]:
    """Return the value of a parameter, or the input that it comes from."""
    sources = dialog.createAlgorithm().parameterSources().get(name, [])
    return [one.parameterName() or one.staticValue() for one in sources]


def test_a_step_starts_with_the_defaults_and_no_field_that_must_be_chosen(dialog, provider, model):
    assert of_step(dialog, "NEIGHBOURS") == ["auto"]
    classes = provider.algorithm("distribution").create()
    assert classes.parameterDefinition("VALUE") is not None
    assert of_step(ModelerParametersDialog(classes, model), "VALUE") == []


@pytest.mark.parametrize(("name", "value"), [("NEIGHBOURS", "rook"), ("VALUE", "n")])
def test_a_value_that_is_chosen_goes_into_the_step(dialog, name: str, value: str) -> None:
    dialog.widget.widget.wrappers[name].setValue(value)
    assert of_step(dialog, name) == [value]


@pytest.mark.parametrize("name", ["NEIGHBOURS", "VALUE"])
def test_an_input_of_the_model_goes_into_the_step(dialog, name: str) -> None:
    dialog.widget.widget.wrappers[name].setValue(Source.fromModelParameter("given"))
    assert of_step(dialog, name) == ["given"]


def test_a_step_that_was_made_shows_what_was_chosen(dialog, provider, model) -> None:
    wrappers = dialog.widget.widget.wrappers
    wrappers["NEIGHBOURS"].setValue("rook")
    wrappers["VALUE"].setValue(Source.fromModelParameter("given"))
    step = dialog.createAlgorithm()
    step.setChildId("spots")
    model.addChildAlgorithm(step)
    again = ModelerParametersDialog(provider.algorithm("hotspots").create(), model, "spots")
    again.setPreviousValues()
    assert (of_step(again, "NEIGHBOURS"), of_step(again, "VALUE")) == (["rook"], ["given"])


def test_people_see_titles_in_the_designer_too(dialog) -> None:
    box = dialog.widget.widget.wrappers["NEIGHBOURS"].widget
    shown = [one.itemText(2) for one in box.findChildren(QComboBox)]
    titles = dialog.algorithm().parameterDefinition("NEIGHBOURS").metadata()["widget_wrapper"]
    assert titles["titles"][2] in shown
