"""Faults of an expression, told with the place in its text."""

from sqlglot import exp

from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr


def fault(
    code: str, problem: Message, position: int | None = None, hint: Message | None = None
) -> BadInput:
    """Return a ``BadInput`` that says where in the expression the problem is.

    ``position`` counts characters from 0; a user reads it from 1. None: no place is known.
    """
    if position is None:
        return BadInput(code, problem, hint=hint)
    placed = tr("Character {position}: {problem}", position=position + 1, problem=problem)
    return BadInput(code, placed, hint=hint)


def position(node: exp.Expr) -> int | None:
    """Return where the first word of ``node`` stands in the text, or None."""
    starts = [inner.meta["start"] for inner in node.find_all(exp.Expr) if _placed(inner)]
    return min(starts, default=None)


def _placed(node: exp.Expr) -> bool:
    return "start" in node.meta
