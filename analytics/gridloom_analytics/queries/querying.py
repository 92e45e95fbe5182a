"""Which rows of a table, how many, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry
from sqlglot import exp

from gridloom_analytics.disclosure import coarse
from gridloom_analytics.expressions import (
    Filter,
    find_table,
    identifying_fields,
    parse_filter,
    parse_value,
    refuse_identifying,
)
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.measures.asking import answered
from gridloom_analytics.measures.paths import Steps, Way, find_way
from gridloom_analytics.measures.placing import SUBJECT, Rows, column
from gridloom_analytics.measures.remembering import Remembered
from gridloom_analytics.queries.answer import QueryAnswer
from gridloom_analytics.queries.area import Area, AreaOfLevel
from gridloom_analytics.queries.dimensions import Dimension, read_dimensions
from gridloom_analytics.queries.listing import places_of
from gridloom_analytics.queries.placing import keys_within, way_to_place
from gridloom_analytics.queries.tabulating import counted_rows, tabulate
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo


def query(
    store: Reading,
    table: str,
    where: str | None = None,
    within: Area | AreaOfLevel | BaseGeometry | None = None,
    by: str | None = None,
    columns: Sequence[str] | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
) -> QueryAnswer:
    """Select rows of ``table`` by a filter and by an area, and count them.

    ``table`` is the name of a table or of its role; ``where`` a filter; ``within`` an area
    (:func:`~gridloom_analytics.queries.area.read_area`) or a polygon in the workspace's CRS.
    A row lies in the area where its representative point does; a row without a geometry where
    the feature does that it is linked to; in an area of a level where the joins say so. ``by`` is
    a list of levels, fields and bands to count by, of levels within an area only the places that
    belong to it and those that rows lie in; ``columns`` are fields or expressions (None:
    all stored fields); ``limit`` bounds the rows, not the count. Raise ``BadInput`` for unknown
    names and areas.
    """
    progress = progress or Progress()
    found = find_table(store, table)
    condition = parse_filter(where, store, found.name) if where else None
    if by and condition is not None:
        refuse_identifying(store, condition)
    area = Area(within) if isinstance(within, BaseGeometry) else within
    asked = _Asked(store, found, condition, area)
    asked.locate(progress)
    dimensions = read_dimensions(by, store, found.name) if by else []
    if area is not None:
        dimensions = [_listing_places_of(area, each, store) for each in dimensions]
    made = tabulate(store, asked.rows(dimensions), dimensions, asked.given) if by else None
    counts = made.frame if made else None
    level = dimensions[0].level if 0 < len(dimensions) <= 2 else None
    count = made.rows if made else asked.count()
    placed = int(counts.to_numpy().sum()) if counts is not None else count
    said = [
        asked.outside(),
        asked.unplaced(),
        _left_out(placed, count, persons=counts_persons(found)),
    ]
    return QueryAnswer(
        table=found.name,
        rows=asked.fetch(columns, limit),
        count=count,
        by=counts,
        level=level,
        persons=counts_persons(found),
        identifying=tuple(identifying_fields(store, condition)) if condition else (),
        warnings=tuple(message.both() for message in said if message),
    )


def _listing_places_of(area: Area | AreaOfLevel, dimension: Dimension, store: Reading) -> Dimension:
    """Return a level as it is listed within an area: its places, and others that have rows."""
    if dimension.level is None:
        return dimension
    own = places_of(store, area, dimension.level)

    def categories(found: Sequence[Any]) -> list[Any]:
        listed = own.union(found)
        return [key for key in dimension.categories(found) if key in listed]

    return replace(dimension, categories=categories)


@dataclass
class _Asked:
    """The rows that are asked for, as queries over the store."""

    store: Reading
    table: TableInfo
    where: Filter | None
    area: Area | AreaOfLevel | None
    given: dict[str, pa.Table] = field(default_factory=dict)
    way: Way | None = None

    def locate(self, progress: Progress) -> None:
        """Find the features in the area."""
        if self.area is None:
            return
        if isinstance(self.area, AreaOfLevel):
            self.way = find_way(self.store, self.table.name, self.area.level)
            return
        self.way = way_to_place(self.store, self.table.name)
        found = keys_within(self.store, self._layer(self.way), self.area, progress)
        self.given = {self._given_name: found}

    def _layer(self, way: Way) -> str:
        """Return the layer whose features place the rows."""
        return way.end

    @property
    def _given_name(self) -> str:
        """A name that no table has."""
        return "within " + " ".join(sorted(self.store.tables))

    def rows(self, dimensions: Sequence[Dimension] = ()) -> Rows:
        """Return a query for the rows asked for, to be counted by dimensions; nothing selected."""
        way = self.way.steps if self.way is not None else ()
        rows = counted_rows(self.store, self.table.name, self.where, dimensions, [way])
        self._keep_inside(rows)
        return rows

    def _keep_inside(self, rows: Rows) -> None:
        if self.way is None:
            return
        if isinstance(self.area, AreaOfLevel):
            key = exp.Literal.number(self.area.row_key)
            rows.query.where(exp.EQ(this=rows.place(self.way.steps), expression=key), copy=False)
        else:
            keys = exp.select(exp.column(ROW_KEY)).from_(exp.table_(self._given_name, quoted=True))
            inside = exp.In(this=rows.place(self.way.steps), query=keys.subquery(copy=False))
            rows.query.where(inside, copy=False)

    def count(self) -> int:
        """Return how many rows there are."""
        return _number(self.store, self.rows(), self.given)

    def fetch(self, columns: Sequence[str] | None, limit: int | None) -> pa.Table:
        """Return the rows, in the order of their keys; an empty table where none are wanted."""
        if limit == 0:
            return pa.table({})
        rows = Rows(self.table.name, self.where)
        self._keep_inside(rows)
        links = {link.column for link in self.store.links if link.left == self.table.name}
        stored = [name for name in self.table.field_names if name not in links]
        made = [exp.alias_(column(ROW_KEY, SUBJECT), ROW_KEY, quoted=True)]
        for name in stored if columns is None else columns:
            value = (
                column(name, SUBJECT)
                if name in stored
                else parse_value(name, self.store, self.table.name).sql(SUBJECT)
            )
            made.append(exp.alias_(value, name, quoted=True))
        ordered = rows.query.select(*made).order_by(column(ROW_KEY, SUBJECT))
        return self.store.select(ordered.limit(limit) if limit is not None else ordered, self.given)

    def outside(self) -> Message | None:
        """Say where the area does not touch the layer at all."""
        if not isinstance(self.area, Area) or self.way is None:
            return None
        extent = self.store.table(self._layer(self.way)).extent
        if extent and shapely.box(*extent).intersects(shapely.box(*self.area.bounds)):
            return None
        return tr("The area lies outside the layer “{layer}”.", layer=self._layer(self.way))

    def unplaced(self) -> Message | None:
        """Say how many rows have no place, so that the area could not be asked of them.

        All of them, not those of the filter only: that is found once, not for each question.
        """
        if self.way is None or not self.way.steps:
            return None
        lost = _unplaced(self.store, (self.table.name, self.way.steps))
        if not lost:
            return None
        if counts_persons(self.table):  # exactly, what is withheld could be taken back from it
            placed, rows_in_all = coarse(self.table.rows - lost, self.table.rows)
            return tr(
                "Up to {lost:,} of about {count:,} rows have no place and are not in the area.",
                lost=rows_in_all - placed,
                count=rows_in_all,
            )
        return tr_n(
            "{count:,} row of “{table}” has no place and is not among those in the area.",
            "{count:,} rows of “{table}” have no place and are not among those in the area.",
            lost,
            table=self.table.name,
        )


def _number(store: Reading, rows: Rows, given: Mapping[str, pa.Table] | None = None) -> int:
    counted = exp.alias_(exp.Count(this=exp.Star()), "rows", quoted=True)
    return answered(store, rows, rows.query.select(counted), given)["rows"][0].as_py()


def _count_unplaced(store: Reading, about: tuple[str, Steps]) -> int:
    """Return how many rows of a table have nothing at the end of a way."""
    table, way = about
    rows = counted_rows(store, table, None, (), [way])
    nowhere = exp.Is(this=rows.place(way), expression=exp.Null())
    rows.query.where(nowhere, copy=False)
    return _number(store, rows)


_unplaced = Remembered(_count_unplaced)


def _left_out(placed: int, count: int, *, persons: bool) -> Message | None:
    """Say how many rows no area holds; of persons not exactly, as counts may be withheld."""
    if placed == count:
        return None
    if persons:
        placed, count = coarse(placed, count)
        return tr(
            "Up to {lost:,} of about {count:,} rows cannot be placed at this level.",
            lost=count - placed,
            count=count,
        )
    return tr(
        "{lost:,} of {count:,} rows cannot be placed at this level.",
        lost=count - placed,
        count=count,
    )
