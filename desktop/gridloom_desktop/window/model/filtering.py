"""Filters of layers: a condition that the user writes, checked before it is one."""

from gridloom_analytics.expressions import parse_filter, refuse_identifying
from gridloom_analytics.selecting import Condition, Where
from gridloom_layers.workspace import Store


def read_filter(store: Store, table: str, text: str) -> Where | None:
    """Return the condition that a text says; None for an empty one, which filters nothing.

    Raise ``BadInput`` for what is none, and for one that tells single persons apart: the place of
    the one row that is left would tell where a person lives.
    """
    if not text.strip():
        return None
    refuse_identifying(store, parse_filter(text, store, table))
    return Where(text=text.strip())


def written(condition: Condition | None) -> str:
    """Return a filter as it can be written anew: nothing where it is none, or none of a text."""
    return condition.text if isinstance(condition, Where) else ""
