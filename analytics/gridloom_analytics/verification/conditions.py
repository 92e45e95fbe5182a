"""What must hold for a row of the base that was found: equal fields, a condition, an age."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.verification.comparable import ValueKind, same_as_claimed, whole
from gridloom_analytics.verification.reasons import Reason
from gridloom_analytics.verification.truth import evaluated, truth
from gridloom_layers.workspace import Reading

HOLDS = -1
"""What is judged to hold; anything else is the number of a reason why it does not."""
Longs = npt.NDArray[np.int64]
Judgement = npt.NDArray[np.int8]
Columns = Mapping[str, pa.Array]
"""The columns of the claims by their names in the rule."""


@dataclass(frozen=True)
class Found:
    """Rows of the base that were found for claims; ``at`` is the place of each one's claim."""

    store: Reading
    rows: pa.Table
    at: Longs
    claims: Columns


class Condition(Protocol):
    """A condition on rows of the base, each beside the claim that it was found for."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the rows that it reads."""
        ...

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it may not hold."""
        ...

    def judge(self, found: Found) -> Judgement:
        """Return ``HOLDS`` or the number of a reason for each row."""
        ...


@dataclass(frozen=True)
class Same:
    """A field is as claimed. Where nothing is claimed it holds if the claim is ``optional``."""

    field: str
    column: str
    kind: ValueKind
    optional: bool
    reasons: tuple[Reason, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """The field."""
        return (self.field,)

    def judge(self, found: Found) -> Judgement:
        """Compare the values in their canonical forms."""
        known, claimed = whole(found.rows.column(self.field)), found.claims[self.column]
        if claimed.type != known.type:
            claimed = claimed.cast(known.type)
        same = same_as_claimed(known, claimed, found.at, self.kind)
        judged = np.where(same, HOLDS, 0).astype(np.int8)
        judged[_null(known)] = 1
        judged[_null(claimed)[found.at]] = HOLDS if self.optional else 2
        return judged


@dataclass(frozen=True)
class Met:
    """A condition of the expression language, over fields of the row, is true."""

    tree: exp.Expr
    needs: tuple[str, ...]
    reasons: tuple[Reason, ...]

    def judge(self, found: Found) -> Judgement:
        """Evaluate the condition; what is no plain comparison is left to the store's engine."""
        met = truth(self.tree, found.rows)
        if met is None:
            met = evaluated(found.store, self.tree, found.rows)
        return _judged(met)


def _judged(met: pa.Array) -> Judgement:
    """Return what ``CONDITION`` and its like tell: the first where it is false, else unknown."""
    judged = np.where(_true(met), HOLDS, 0).astype(np.int8)
    judged[_null(met)] = 1
    return judged


def _null(values: pa.Array) -> npt.NDArray[np.bool_]:
    return values.is_null().to_numpy(zero_copy_only=False)


def _true(values: pa.Array) -> npt.NDArray[np.bool_]:
    return pc.fill_null(values, fill_value=False).to_numpy(zero_copy_only=False)
