"""Join by name: composite names, equal part by part or, written in one, as a whole."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.joins.matches import CODES, MATCHED, Matches, Positions
from gridloom_layers.joins.names import fold_names

BETWEEN = "\x1f"


def match_names(left: Sequence[pa.ChunkedArray], right: Sequence[pa.ChunkedArray]) -> Matches:
    """Match rows whose names are equal after folding; each side gives its fields, widest first.

    With as many fields on both sides they are compared one by one, else run together
    (``臺北市大安區`` + ``龍門里`` equals ``臺北市大安區龍門里``). Where the widest name of one side
    carries a prefix that the other lacks (臺北市大安區, 大安區), one such prefix, the one by which
    most rows match, is taken off: the city's own, so that 基隆市中正區 does not become 中正區.
    """
    lefts, rights = [fold_names(part) for part in left], [fold_names(part) for part in right]
    mark = BETWEEN if len(lefts) == len(rights) else ""
    keys, names = _composite(rights, mark), _composite(lefts, mark)
    positions = _find(names, keys)
    repaired = {}
    for shorter, longer, on_left in ((rights, lefts, True), (lefts, rights, False)):
        prefix = _prefix(_composite(longer, mark), _composite(shorter, mark), longer[0], shorter[0])
        if prefix:
            bare = _composite([_without(prefix, longer[0]), *longer[1:]], mark)
            again = _find(bare, keys) if on_left else _find(names, bare)
            gained = (positions < 0) & (again >= 0)
            repaired[f"prefix {prefix}"] = int(gained.sum())
            positions = np.where(gained, again, positions)
            break
    filled = len(keys) - keys.null_count
    duplicates = filled - pc.count_distinct(keys, mode="only_valid").as_py()
    reasons = np.where(positions >= 0, MATCHED, CODES["no-such-name"]).astype(np.uint8)
    reasons[~names.is_valid().to_numpy(zero_copy_only=False)] = CODES["empty"]
    return Matches(positions, reasons, {k: n for k, n in repaired.items() if n}, duplicates)


def _composite(parts: Sequence[pa.StringArray], mark: str) -> pa.StringArray:
    """Return the parts of each row as one text, null where the last (the name itself) is."""
    filled = [pc.fill_null(part, "") for part in parts[:-1]]
    return pc.binary_join_element_wise(*filled, parts[-1], mark)


def _find(names: pa.StringArray, keys: pa.StringArray) -> Positions:
    ranks = pc.index_in(names, value_set=keys, skip_nulls=True)
    return pc.fill_null(ranks, -1).to_numpy(zero_copy_only=False).astype(np.int64)


def _prefix(
    names: pa.StringArray, keys: pa.StringArray, widest: pa.StringArray, shorter: pa.StringArray
) -> str:
    """Return the prefix whose removal lets most of ``names`` equal a key; "" where none does."""
    known = set(keys.drop_null().to_pylist())
    ends = set(shorter.drop_null().to_pylist())
    votes: Counter[str] = Counter()
    for place, name in set(zip(widest.to_pylist(), names.to_pylist(), strict=True)):
        if place is None or name is None or name in known:
            continue
        starts = (n for n in range(1, len(place)) if place[n:] in ends)
        votes.update(place[:n] for n in starts if name[n:] in known)
    (first, most), (_, next_most) = (*votes.most_common(2), ("", 0), ("", 0))[:2]
    return first if most > next_most else ""


def _without(prefix: str, names: pa.StringArray) -> pa.StringArray:
    starts = pc.starts_with(names, pattern=prefix)
    return pc.if_else(starts, pc.utf8_slice_codeunits(names, start=len(prefix)), names)
