"""Conditions on the rows of a table, as values: they can be combined, kept as JSON and told.

A selection is a condition, never a list of rows that somebody holds: it can be asked again after
the data changed, and of every table that its parts speak of.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal, Union

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Relation = Literal["intersects", "within", "centre"]
"""How a shape lies in an area: any of it, all of it, or its representative point."""
Keys = npt.NDArray[np.int64]


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Everything(_Condition):
    """All rows."""

    kind: Literal["everything"] = "everything"


class Where(_Condition):
    """The rows for which an expression (:func:`~gridloom_analytics.expressions.parse_filter`) is
    true: not those for which it is unknown."""

    kind: Literal["where"] = "where"
    text: str


class Within(_Condition):
    """The rows in an area: a polygon as WKT in the workspace's CRS.

    ``intersects``: any of the shape lies in the area or on its edge, as in QGIS; ``within``: all of
    it does; ``centre``: its representative point does, as in queries, so that of areas that do not
    overlap each row is in one at most. Rows without a shape lie where the feature does that they
    are linked to.
    """

    kind: Literal["within"] = "within"
    area: str
    relation: Relation = "intersects"

    @classmethod
    def of(cls, area: "BaseGeometry", relation: Relation = "intersects") -> "Within":
        """Return the condition for an area as a geometry."""
        return cls(area=area.wkt, relation=relation)

    @field_validator("area")
    @classmethod
    def _readable(cls, area: str) -> str:
        import shapely

        try:
            shapely.from_wkt(area)
        except shapely.errors.GEOSException as error:
            raise ValueError("not WKT") from error
        return area

    @property
    def geometry(self) -> "BaseGeometry":
        """The area; what crosses itself is repaired."""
        import shapely

        return shapely.make_valid(shapely.from_wkt(self.area))


class Rows(_Condition):
    """Single rows, by their row keys; those that are not there are not selected."""

    kind: Literal["rows"] = "rows"
    keys: tuple[int, ...] = ()

    @classmethod
    def of(cls, keys: Iterable[int] | Keys) -> "Rows":
        """Return the condition for some row keys."""
        return cls(keys=tuple(np.unique(np.fromiter(keys, np.int64)).tolist()))

    @field_validator("keys")
    @classmethod
    def _sorted(cls, keys: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(keys)))

    @property
    def array(self) -> Keys:
        """The keys: int64, rising, each once."""
        return np.asarray(self.keys, dtype=np.int64)


class Found(_Condition):
    """The rows of which a kept result says something: an expression over its primary columns.

    What the gate withholds is unknown to it.
    """

    kind: Literal["found"] = "found"
    result: str
    text: str


class Linked(_Condition):
    """The rows that are linked to rows of another ``table`` for which a ``condition`` holds.

    ``way`` says how, from that table, as relations of the linked query do (``person → building``);
    None: the nearest way.
    """

    kind: Literal["linked"] = "linked"
    table: str
    condition: "Condition"
    way: str | None = None


class AllOf(_Condition):
    """The rows for which all parts hold; without parts all rows."""

    kind: Literal["all"] = "all"
    parts: tuple["Condition", ...]


class AnyOf(_Condition):
    """The rows for which one part or more holds; without parts none."""

    kind: Literal["any"] = "any"
    parts: tuple["Condition", ...]


class Not(_Condition):
    """All other rows: those, too, for which the condition is unknown."""

    kind: Literal["not"] = "not"
    condition: "Condition"


Condition = Annotated[
    Union[Everything, Where, Within, Rows, Found, Linked, AllOf, AnyOf, Not],  # noqa: UP007 - recursive
    Field(discriminator="kind"),
]
NOTHING = Rows()
"""No row."""

for _model in (Linked, AllOf, AnyOf, Not):
    _model.model_rebuild()
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


def read_condition(json: str | bytes) -> Condition:
    """Return the condition that ``model_dump_json`` wrote; raise pydantic's ``ValidationError``."""
    return _CONDITION.validate_json(json)
