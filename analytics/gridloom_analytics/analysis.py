"""The contract of an analysis: declared once, offered everywhere, its kernels imported late."""

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from gridloom_analytics.output import Geometry, Output
from gridloom_layers.language import Message
from gridloom_layers.progress import Progress

if TYPE_CHECKING:  # declaring an analysis must not import pandas or a kernel
    import geopandas as gpd
    import pandas as pd

    from gridloom_analytics.bilingual import Bilingual
    from gridloom_analytics.result import Result
    from gridloom_layers.workspace import Reading

OptionKind = Literal[
    "layer", "field", "measure", "distance", "crs", "extent", "expression", "choice", "number",
    "seed",
]  # fmt: skip
Level = Literal["finest", "coarsest"]
Holds = Literal["number", "time", "text"]


class Parameters(BaseModel):
    """Base of the parameters of every analysis: unknown names are refused, values are frozen.

    An empty text is nothing where a parameter may be nothing: so a default is taken away.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_nothing(cls, given: dict[str, Any]) -> dict[str, Any]:
        optional = {
            name for name, one in cls.model_fields.items() if type(None) in get_args(one.annotation)
        }
        return {
            name: None if value == "" and name in optional else value
            for name, value in given.items()
        }


NAME = re.compile(
    r"""(?:[^,(']
    | (?<=\d),(?=\d{3}(?!\d))        # a comma between thousands
    | \((?:[^()]|\([^()]*\))*\)      # anything in brackets
    | '[^']*')+""",
    re.VERBOSE,
)


JSON_NAMES = TypeAdapter(tuple[str, ...])


def _names(given: Any) -> Any:
    """Read names with commas between them; those in brackets, quotes or thousands part nothing.

    A JSON list of texts holds any names.

    >>> _names("a, count(person where age in (1, 2))"), _names('["a,b", "c"]')
    (('a', 'count(person where age in (1, 2))'), ('a,b', 'c'))
    """
    if not isinstance(given, str):
        return given
    with contextlib.suppress(ValidationError):
        return JSON_NAMES.validate_json(given)
    parts = NAME.findall(given)
    return tuple(part.strip() for part in parts if part.strip())


def names_text(names: Sequence[str]) -> str:
    """Return names as a text that a parameter of several reads.

    >>> names_text(["a", "b c"]), names_text(["a,b", "c"])
    ('a, b c', '["a,b", "c"]')
    """
    plain = ", ".join(names)
    return plain if _names(plain) == tuple(names) else json.dumps(names, ensure_ascii=False)


def _numbers(given: Any) -> Any:
    """Read numbers with commas between them; none are in an empty text.

    >>> _numbers("1, 2.5"), _numbers("")
    (('1', ' 2.5'), ())
    """
    if not isinstance(given, str):
        return given
    return tuple(given.split(",")) if given.strip() else ()


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
"""The type of a parameter that takes several fields or measures: a list, or a text of them."""
Numbers = Annotated[tuple[float, ...], BeforeValidator(_numbers)]
"""The type of a parameter that takes several numbers: a list, or a text with commas."""


def option(
    kind: OptionKind,
    title: Message,
    *,
    default: Any = ...,
    of: str | None = None,
    geometry: Geometry | None = None,
    level: Level | None = None,
    holds: Holds | None = None,
    unless: str | None = None,
    used: Mapping[str, tuple[str, ...]] | None = None,
    unit: str | None = None,
    choices: dict[str, Message] | None = None,
    **constraints: Any,
) -> Any:
    """Declare one parameter with what a form needs to know about it (``x-gridloom``).

    ``of`` names the layer parameter that a field belongs to ("layer" is the layer that the
    analysis works on), or a condition on rows; ``holds`` says what values a field must have.
    ``geometry`` is the kind of a further layer, ``level`` which area level of a workspace stands
    for it where it is not named. ``unless`` names a parameter in whose presence this one is not
    needed: a further layer is then not read. ``used`` names a choice and those of its values under
    which this parameter has an effect. ``choices`` gives the title of each value of a
    ``Literal``; ``constraints`` are pydantic's (``ge``, ``le`` …).
    """
    hints: dict[str, Any] = {"kind": kind, "title": title.both()}
    known = {
        "of": of, "geometry": geometry, "level": level, "holds": holds, "unless": unless,
        "unit": unit, "used": used and {name: list(values) for name, values in used.items()},
    }  # fmt: skip
    hints |= {name: value for name, value in known.items() if value is not None}
    if choices:
        hints["choices"] = {value: text.both() for value, text in choices.items()}
    return Field(default, json_schema_extra={"x-gridloom": hints}, **constraints)


@dataclass(frozen=True)
class Inputs:
    """What an analysis works on: a layer with its columns, measures already attached to it.

    ``crs`` is None for a plain file without one. ``persons`` and ``units`` speak of the columns
    that come from measures (see ``Result.persons``), ``titles`` of any column that has one;
    ``counts`` names the columns that count
    persons, events or other rows without a denominator. ``warnings`` come from preparing the
    input and belong to the result. ``tables`` are what an analysis with ``inputs`` of its own
    works on beside the layer. ``layers`` are further layers by the name of their parameter, in
    the same CRS; one that was not named is not there. ``title`` is what sentences call the layer
    instead of its name.
    """

    name: str
    layer: "gpd.GeoDataFrame"
    crs: str | None = None
    data_date: dt.date | None = None
    persons: "pd.DataFrame | None" = None
    units: tuple[tuple[str, str], ...] = ()
    titles: "tuple[tuple[str, Bilingual], ...]" = ()
    counts: tuple[str, ...] = ()
    warnings: "tuple[Bilingual, ...]" = ()
    tables: "Mapping[str, pd.DataFrame]" = field(default_factory=dict)
    layers: "Mapping[str, Inputs]" = field(default_factory=dict)
    title: "Bilingual | None" = None


AnalysisFunction = Callable[[Inputs, Any, int, Progress], "Result"]
InputsFunction = Callable[["Reading", str | None, Any, Progress], Inputs]


@dataclass(frozen=True)
class Analysis:
    """A question that can be asked of a layer.

    ``function`` is ``"package.module:name"`` of a pure function
    ``(inputs, parameters, seed, progress) → Result``; it is imported when it is first run.
    ``geometry`` is the kind of layer it works on where the user names none. ``example`` are
    options of the command that runs it on a city such as the sample.
    Its inputs are a layer with the columns and measures that the parameters name. An analysis
    that asks for more names in ``inputs`` a function ``(store, layer, parameters, progress) →
    Inputs`` of its own; it needs a workspace, a layer file will not do.
    """

    name: str
    group: str
    title: Message
    summary: Message
    parameters: type[Parameters]
    outputs: tuple[Output, ...]
    citation: str
    function: str
    inputs: str | None = None
    geometry: Geometry = "area"
    example: str = ""

    def command(self) -> str:
        """Return a command that runs it, as a user would type it."""
        return f"gridloom run city.gridloom {self.name} {self.example}".rstrip()

    def load(self) -> AnalysisFunction:
        """Import and return the function."""
        return _named(self.function)

    def load_inputs(self) -> "InputsFunction | None":
        """Import and return the function that makes the inputs, if it has one of its own."""
        return None if self.inputs is None else _named(self.inputs)

    def to_json(self) -> dict[str, Any]:
        """Return what ``gridloom analyses --json`` tells of it.

        ``needs_workspace`` says that a layer file will not do; see ``Output.to_json``.
        """
        return {
            "name": self.name,
            "group": self.group,
            "group_title": Message(self.group).both(),
            "title": self.title.both(),
            "summary": self.summary.both(),
            "geometry": self.geometry,
            "needs_workspace": self.inputs is not None,
            "parameters": self.parameters.model_json_schema(),
            "outputs": [one.to_json() for one in self.outputs],
            "citation": self.citation,
            "example": self.command(),
        }


def _named(place: str) -> Any:
    module, name = place.split(":")
    return getattr(import_module(module), name)
