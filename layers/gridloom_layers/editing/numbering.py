"""The code of an area that is new: the next one that is free in its parent."""

import re

import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import Reading, TableInfo

PARENT_DIGITS = {"grid": 12, "community": 9, "street": 6}
"""How many digits of a code are those of its parent; in them the areas are numbered."""


def next_code(reading: Reading, info: TableInfo, code: str | None) -> str:
    """Return the next free code after all areas that have the parent of ``code``.

    A unit grid is its community (12 digits) and a number in it (3 digits, Shenzhen's own 2). Where
    the last number is used, the lowest free one is taken. Raises ``BadInput`` where all are, and
    where such a table has no numbers in its codes.
    """
    digits = PARENT_DIGITS.get(info.role)
    if code is None or digits is None or not re.fullmatch(r"\d+", code) or len(code) <= digits:
        raise _give_it(info)
    parent, width = code[:digits], len(code) - digits
    known = reading.attributes(info.name, [info.key or ""]).column(info.key).cast(pa.string())
    form = re.compile(rf"{parent}(\d{{{width}}})")
    used = {int(found[1]) for text in known.to_pylist() if text and (found := form.fullmatch(text))}
    last = 10**width - 1
    free = max(used) + 1 if max(used) < last else min({*range(1, last)} - used, default=None)
    if free is None:
        raise _give_it(info)
    return f"{parent}{free:0{width}d}"


def _give_it(info: TableInfo) -> BadInput:
    return BadInput(
        "no-free-code",
        tr("No free code can be made out for “{table}”.", table=info.name),
        Where(layer=info.name, column=info.key),
        tr("Give the code of the new area."),
    )
