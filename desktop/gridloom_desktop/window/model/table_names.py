"""A document after a table got another name: in this window, by the command, or back by undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from gridloom_analytics.selecting import Linked, Where
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.rows.view import TableView
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import MeasureEntry, Reading, TableInfo

Named = TypeVar("Named", TableInfo, MeasureEntry)


def renames(before: Mapping[str, Named], after: Mapping[str, Named]) -> dict[str, str]:
    """Return the new names of tables or measures that are the same ones, by their old names."""
    gone = [info for name, info in before.items() if name not in after]
    new = {name: info for name, info in after.items() if name not in before}
    found = {}
    for info in gone:
        for name, other in new.items():
            if info.model_copy(update={"name": name}) == other:
                found[info.name] = name
    return found


def table_renamed(document: Document, store: Reading, old: str, new: str) -> Document:
    """Return the document with a table called otherwise wherever it is meant.

    ``store`` knows it by its ``new`` name. Conditions are written anew by their grammar; layers
    keep the names that they have in the document.
    """
    found = _Follower(store, old, new).followed(document, None)
    changes = {
        "left_out": tuple(new if one == old else one for one in document.left_out),
        "front_table": new if document.front_table == old else document.front_table,
    }
    return found.model_copy(update=changes)


@dataclass(frozen=True)
class _Follower:
    store: Reading
    old: str
    new: str

    def followed(self, value: Any, table: str | None) -> Any:
        """Return a value of a document under the new name; ``table`` is what it is about."""
        if isinstance(value, tuple):
            found = tuple(self.followed(one, table) for one in value)
            return value if all(a is b for a, b in zip(value, found, strict=True)) else found
        if not isinstance(value, BaseModel):
            return value
        about = self._named(getattr(value, "table", table))
        found = {name: self.followed(now, about) for name, now in value}
        if "table" in found:
            found["table"] = about
        found |= self._texts(value, table, about)
        changes = {name: then for name, then in found.items() if then is not getattr(value, name)}
        return value.model_copy(update=changes) if changes else value

    def _texts(self, value: BaseModel, table: str | None, about: str | None) -> dict[str, Any]:
        match value:
            case Where():
                return {"text": self._expression(value.text, table)}
            case TableView():
                return {"where": self._expression(value.where, about)}
            case Linked() if value.way is not None:
                return {"way": self._way(value.way, about or "")}
        return {}

    def _named(self, table: str | None) -> str | None:
        return self.new if table == self.old else table

    def _expression(self, text: str, table: str | None) -> str:
        known = self.store.tables.get(table or "")
        if known is None or self.old.casefold() not in text.casefold():
            return text  # most conditions name no table: they need no parser
        from gridloom_analytics.expressions import Fields  # late: a first map needs no sqlglot
        from gridloom_analytics.renaming.texts import in_expression

        fields = Fields(self.store, known)
        try:
            return in_expression(text, fields, self.old, self.new)
        except BadInput:  # it was wrong before
            return text

    def _way(self, way: str, table: str) -> str:
        from gridloom_analytics.selecting.ways import way_renamed  # late: see above

        known = table in self.store.tables
        return way_renamed(self.store, table, way, self.old, self.new) if known else way
