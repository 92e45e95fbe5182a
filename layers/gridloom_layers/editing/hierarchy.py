"""To which wider area a row belongs, where a code says so."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.editing.belonging import Longs, belonging, naming_field
from gridloom_layers.editing.forms import held, written
from gridloom_layers.editing.values import check_row, checked, give, value_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.ownership.edits import Edit, Reason
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import Reading, Store, TableInfo

Said = Mapping[str, str | None]


def assign(
    store: Store, table: str, row_key: int, parent: str, parent_key: int, why: Reason,
    progress: Progress | None = None, *, fill: bool = False,
) -> list[Edit]:  # fmt: skip
    """Let a row belong to another row of ``parent``, as a grid does to its community.

    The code that names the parent is corrected with what else the row says of it and of the areas
    around it, and so is what all rows within it say of these; the joins by these are made again.
    So they never say different things. What they left blank stays blank, unless ``fill`` says that
    it shall be said too. Returns the edits, that of the code first. Raises
    ``BadInput`` where no code of the table names the parent, as where it is joined by place: there
    the shape decides.
    """
    progress = progress or Progress()
    with store.change() as change:
        info, above = store.table(table), store.table(parent)
        check_row(store, info, row_key)
        check_row(store, above, parent_key)
        field, target = _parent_field(store, info, above)
        code = checked(store, info, row_key, field, value_of(store, above, parent_key, target))
        within = belonging(store, info, row_key)
        own = np.array([row_key], np.int64)
        corrections = _corrections(store, info, own, above, parent_key, fill)
        values = {field: code} | dict(next((said for _, said in corrections), {}))
        made = give(change, info, [row_key], values, why, progress)
        for name, keys in within.items():
            below = change.pending.table(name)
            corrections = _corrections(change.pending, below, keys, above, parent_key, fill)
            for rows, said in list(corrections):
                info_now = change.pending.table(name)
                made += give(change, info_now, rows.tolist(), said, why, progress)
    return made


def _corrections(
    reading: Reading, info: TableInfo, keys: Longs, above: TableInfo, parent_key: int, fill: bool
) -> Iterator[tuple[Longs, Said]]:
    """Yield rows (rising) with what they say otherwise of an area, those alike together."""
    said = _said_of(reading, info, above, parent_key)
    if not said:
        return
    rows = reading.rows(info.name, pa.array(keys), [*said])
    otherwise = np.column_stack([
        _otherwise(rows.column(name), value, fill) for name, value in said.items()
    ])  # fmt: skip
    found, names = rows.column(0).to_numpy(), np.array([*said], dtype=object)
    for pattern in np.unique(otherwise, axis=0):
        if pattern.any():
            alike = (otherwise == pattern).all(axis=1)
            yield found[alike], {name: said[name] for name in names[pattern]}


def _otherwise(values: pa.ChunkedArray, wanted: str | None, fill: bool) -> npt.NDArray[np.bool_]:
    """Return which values are others than ``wanted``; blank ones only where they are filled."""
    known = written(values)
    if wanted is None:
        return known.is_valid().to_numpy(False)
    return pc.not_equal(known, wanted).fill_null(fill).to_numpy(False)


def _said_of(reading: Reading, info: TableInfo, above: TableInfo, parent_key: int) -> Said:
    """Return what rows of a table say of an area that they are in, and of the areas around it.

    What is found by a join, or tells the rows apart, is not theirs to say.
    """
    own = claimed_fields(reading, info.name, info.fields, info.key)
    said: dict[str, str | None] = {}
    for level in LEVELS:
        for part in ("code", "name"):
            name = f"{level}_{part}"
            source = part if level == above.role else name
            if name in own and above.field(source) is not None:
                said[name] = value_of(reading, above, parent_key, source)
    named = naming_field(reading, info, above)
    if named is not None and named[0] in own:
        said[named[0]] = value_of(reading, above, parent_key, named[1])
    return dict(_in_its_form(reading, info, said))


def _in_its_form(reading: Reading, info: TableInfo, said: Said) -> Iterator[tuple[str, str | None]]:
    """Yield what fields shall say as they hold it; one that cannot hold it is left alone."""
    for name, value in said.items():
        form = None if value is None else written(held(reading, info, name, value))[0].as_py()
        if form is not None or value is None:
            yield name, form


def _parent_field(reading: Reading, info: TableInfo, above: TableInfo) -> tuple[str, str]:
    """Return the field of a table that names its parent, and the one of the parent it names.

    Raises ``BadInput`` where there is none.
    """
    found = naming_field(reading, info, above)
    if found is None:
        raise BadInput(
            "no-code-of-parent",
            tr("No code of “{table}” says to which row of “{parent}” it belongs.",
               table=info.name, parent=above.name),
            Where(layer=info.name),
            tr("Joined by place it follows the shape: move or reshape it."),
        )  # fmt: skip
    return found
