"""The values of QGIS's parameters as the settings of Gridloom: ``--set NAME=VALUE``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
)

from .conditions import for_gridloom
from .entry import CRS, LAYER, MAIN, SEED, WORKSPACE, Asked, as_text, meant
from .exchange import Place, crs_text

Places = Mapping[str, Place]
"""The layers of a run by the name of their parameter; ``layer`` is the one it works on."""


class Values:
    """The values of one run, read by the algorithm that was asked.

    Extents are read in the system ``crs``, that of the layer which the analysis works on.
    """

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        crs: QgsCoordinateReferenceSystem,
    ) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._crs = crs

    def arguments(self, asked: list[Asked], places: Places) -> list[str]:
        """Return the command that runs the analysis, but for what it shall write."""
        main = places.get(MAIN)
        layer = self._text(LAYER) if main is None else main.layer
        target = self._text(WORKSPACE) if main is None else str(main.path)
        arguments = ["run", target, self._algorithm.name()]
        arguments += ["--layer", layer] if layer else []
        for setting in self.settings(asked, places):
            arguments += ["--set", setting]
        if seed := self._algorithm.parameterAsInt(self._parameters, SEED, self._context):
            arguments += ["--seed", str(seed)]
        if self._parameters.get(CRS):
            arguments += ["--crs", crs_text(self._projected)]
        return arguments

    @property
    def _projected(self) -> QgsCoordinateReferenceSystem:
        """The system that the layer is projected to first."""
        return self._algorithm.parameterAsCrs(self._parameters, CRS, self._context)

    def _text(self, key: str) -> str:
        return self._algorithm.parameterAsString(self._parameters, key, self._context)

    def settings(self, asked: list[Asked], places: Places) -> Iterator[str]:
        """Yield the settings that differ from what Gridloom takes anyway."""
        for one in asked:
            value = self._value(one, places)
            if value not in (None, "", as_text(one.default)):
                yield f"{one.name}={value}"
            elif not value and self._is_cleared(one):
                yield f"{one.name}="

    def _is_cleared(self, one: Asked) -> bool:
        """Whether the user took away what Gridloom would take anyway."""
        given = one.id in self._parameters and one.may_be_none
        return given and one.default not in (None, "", [])

    def _value(self, one: Asked, places: Places) -> str | None:
        """Return a value as text; None where none is given."""
        if one.kind == "layer":
            found = places.get(one.name)
            return None if found is None else found.further(places.get(MAIN))
        if self._parameters.get(one.id) in (None, ""):
            return None
        if one.kind in ("field", "measure"):
            return self._columns(one, places)
        return as_text(self._read(one))

    def _columns(self, one: Asked, places: Places) -> str:
        """Return names of columns, a measure in the place of each that shows one."""
        found = places.get(one.hints.get("of", MAIN))
        shown = {} if found is None else found.measures
        given = self._algorithm.parameterAsFields(self._parameters, one.id, self._context)
        names = [shown.get(name, name) for name in given]
        return _names(names) if one.several else "".join(names)

    def _read(self, one: Asked) -> Any:
        """Return a value as the kind of its parameter has it."""
        given = (self._parameters, one.id, self._context)
        algorithm = self._algorithm
        if one.kind == "crs":
            return crs_text(algorithm.parameterAsCrs(*given))
        if one.kind == "extent":
            crs = self._projected if self._parameters.get(CRS) else self._crs
            box = algorithm.parameterAsExtent(*given, crs)
            return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
        if one.schema.get("type") == "boolean":
            return algorithm.parameterAsBoolean(*given)
        if one.kind == "choice":
            # parameterAsEnumStrings takes the default where a model gives what is no choice
            names = meant(self._parameters[one.id], list(one.choices))
            return names if one.several else next(iter(names), None)
        if one.kind in ("number", "distance", "seed") and not one.several:
            whole = one.schema.get("type") == "integer"
            read = algorithm.parameterAsInt if whole else algorithm.parameterAsDouble
            return read(*given)
        if one.kind == "expression" and "of" in one.hints:
            # parameterAsExpression drops without a word what QGIS does not understand
            return for_gridloom(algorithm.parameterAsString(*given))
        return algorithm.parameterAsString(*given)


def _names(names: list[str]) -> str:
    """Return names with commas between them; as a JSON list where that could part one of them."""
    if all(name.isidentifier() for name in names):
        return ",".join(names)
    return json.dumps(names, ensure_ascii=False)
