"""An analysis of Gridloom as an algorithm of QGIS's Processing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QIcon

from ..calling.catalogue import Entry
from ..calling.conversation import Conversation
from ..calling.faults import Fault
from ..language import spoken
from . import destinations, parameters
from .destinations import SUMMARY, Target
from .entry import INPUT, MAIN, OUTPUT, asked, figures, further, primary
from .exchange import Chosen, Copy, Place, place
from .help import full_help, parameter_help
from .loading import leave_out, style
from .starting import warm_up
from .telling import Steps, tell_answer, tell_command, told
from .values import Values

READERS = {"chart": QgsProcessingAlgorithm.parameterAsFileOutput}
ICON = Path(__file__).parents[1] / "icon.svg"


class GridloomAlgorithm(QgsProcessingAlgorithm):
    """Made from one entry of the catalogue; asks the conversation when it runs."""

    def __init__(self, entry: Entry, conversation: Conversation) -> None:
        super().__init__()
        self._entry, self._conversation = entry, conversation
        self._asked = asked(entry)
        self._layers: dict[str, Place | Copy] = {}
        self._crs = QgsCoordinateReferenceSystem()

    def createInstance(self) -> GridloomAlgorithm:  # noqa: N802
        """Return another one, for a run of its own."""
        return GridloomAlgorithm(self._entry, self._conversation)

    def name(self) -> str:
        """Return the name of the analysis, as ``gridloom run`` knows it."""
        return str(self._entry["name"])

    def displayName(self) -> str:  # noqa: N802
        """Return its title."""
        return spoken(self._entry["title"])

    def group(self) -> str:
        """Return the title of its group."""
        return spoken(self._entry.get("group_title", {})) or str(self._entry["group"])

    def groupId(self) -> str:  # noqa: N802
        """Return its group, in any language."""
        return str(self._entry["group"]).lower().replace(" ", "-")

    def tags(self) -> list[str]:
        """Return words to find it by: its names in both languages."""
        return [self.name(), *self._entry["title"].values(), *self._entry["summary"].values()]

    def shortDescription(self) -> str:  # noqa: N802
        """Return what it answers, in one sentence."""
        return spoken(self._entry["summary"])

    def shortHelpString(self) -> str:  # noqa: N802
        """Return the help that stands beside the form."""
        return full_help(self._entry)

    def icon(self) -> QIcon:
        """Return Gridloom's icon."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802
        """Return the file of the icon, for the designer of models."""
        return str(ICON)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Add parameters, destinations and figures."""
        helps = {one.id: parameter_help(one, self._entry) for one in self._asked}
        for one in parameters.definitions(self._entry):
            one.setHelp(helps.get(one.name(), ""))
            self.addParameter(one)
        for one in destinations.definitions(self._entry):
            self.addParameter(one)
        for one in destinations.outputs(self._entry):
            self.addOutput(one)

    def createCustomParametersWidget(self, parent: object) -> None:  # noqa: N802
        """Have the command start while the user fills in QGIS's own dialog, which opens now."""
        warm_up(self._conversation)

    def prepareAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Find how the layers go to Gridloom, in the thread that they live in."""
        layers = {MAIN: INPUT} if not self._entry.get("needs_workspace") else {}
        layers |= {one.name: one.id for one in self._asked if one.kind == "layer"}
        for name, key in layers.items():
            layer = self._layer(parameters, key, context)
            if layer is not None and layer.isValid():
                self._crs = layer.crs() if name == MAIN else self._crs
                conditions = self._conditions(name, parameters, context)
                self._layers[name] = place(Chosen.of(layer, parameters[key]), feedback, conditions)
            elif parameters.get(key):
                raise QgsProcessingException(self.invalidSourceError(parameters, key))
        return True

    def _conditions(
        self, layer: str, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> list[str]:
        """Return the conditions on the rows of a layer."""
        return [
            self.parameterAsString(parameters, one.id, context)
            for one in self._asked
            if one.kind == "expression" and one.hints.get("of") == layer
        ]

    def _layer(
        self, parameters: dict[str, Any], key: str, context: QgsProcessingContext
    ) -> QgsVectorLayer | None:
        value = parameters.get(key)
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source
        return self.parameterAsVectorLayer({**parameters, key: value}, key, context)

    def processAlgorithm(  # noqa: N802
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Run the analysis in Gridloom and return what it gave."""
        try:
            return self._run(parameters, context, feedback)
        except Fault as fault:
            failed = told(fault, self._asked)
        except QgsProcessingException as error:
            failed = QgsProcessingException(str(error))
        raise failed  # QGIS never lets go of it, nor of what the frames it was raised in hold

    def _run(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        layers, self._layers = self._layers, {}  # a copy holds a connection to its database
        targets = self._targets(parameters, context)
        values = Values(self, parameters, context, self._crs)
        try:
            places = {name: one.written() for name, one in layers.items()}
            arguments = values.arguments(self._asked, places)
            arguments += [each for target in targets for each in target.arguments]
            tell_command(arguments, feedback)
            data = self._conversation.ask(arguments, Steps(feedback), feedback.isCanceled)
            given = [target for target in targets if target.came(data)]
            for target in given:
                target.convert(data, feedback)
            style(given, data, context)
        except (Fault, QgsProcessingException):
            for target in targets:
                target.remove()
            raise
        finally:
            for target in targets:
                target.tidy()
        tell_answer(data, feedback)
        for target in set(targets).difference(given):
            leave_out(target, context, feedback)
        return self._results(data, given)

    def _targets(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Target]:
        """Return the outputs that are wanted; the others are off."""
        named = {OUTPUT: primary(self._entry), **dict(further(self._entry))}
        targets = []
        for key, one in named.items():
            read = READERS.get(one["kind"], QgsProcessingAlgorithm.parameterAsOutputLayer)
            asked_for = key == OUTPUT or parameters.get(key)
            wanted = read(self, parameters, key, context) if asked_for else ""
            targets += [Target.of(key, one, wanted)] if wanted else []
        return targets

    def _results(self, data: dict[str, Any], given: list[Target]) -> dict[str, Any]:
        found = {key: data["scalars"].get(one["name"]) for key, one in figures(self._entry)}
        written = {target.key: target.wanted for target in given}
        return {SUMMARY: spoken(data["summary"]), **found, **written}
