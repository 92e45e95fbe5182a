"""Which departments own which fields of a table."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership.named import check_departments, find_field
from gridloom_layers.ownership.precedence import ANY_FIELD
from gridloom_layers.ownership.resolving import Resolved, decided_anew, following_rules
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Ownership, Reading, Store, TableInfo

Owners = Mapping[str, Sequence[str]]


def read_rules(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the rules of a TOML file: a list of departments for each field, ``*`` for the rest."""
    where = Where(file=str(path))
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(
            "no-file",
            tr("“{file}” cannot be read.", file=path.name),
            where,
            tr("Check that the right file was given."),
        ) from error
    except ValueError as error:
        raise BadInput(
            "bad-rules",
            tr("“{file}” is not a file of rules.", file=path.name),
            where,
            tr('Write lines such as: phone = ["卫健委", "公安局"].'),
        ) from error
    for field, names in document.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise BadInput(
                "bad-rules",
                tr("“{field}” is not given a list of departments.", field=field),
                Where(file=str(path), column=field),
                tr('Write lines such as: phone = ["卫健委", "公安局"].'),
            )
    return {field: tuple(names) for field, names in document.items()}


def owners_of(reading: Reading, table: str) -> dict[str, tuple[str, ...]]:
    """Return the rules of a table."""
    return dict(reading.ownership.get(reading.table(table).name, Ownership()).owners)


def own(store: Store, table: str, owners: Owners, progress: Progress, *, only: bool) -> Resolved:
    """Set the owners of fields, the first before the others; nobody takes a rule away.

    ``only`` drops all rules that ``owners`` does not name. What departments differ on is decided
    anew at once, but for what was decided by hand. Raises ``BadInput`` for a field or department
    that is none of the table.
    """
    with store.change() as change:
        info = store.table(table)
        named = _checked(store, info, owners)
        known = change.pending.ownership.get(table, Ownership())
        merged = {**({} if only else known.owners), **named}
        rules = {field: names for field, names in merged.items() if names}
        change.put_ownership(table, known.model_copy(update={"owners": rules}))
        resolved = decided_anew(change, info, following_rules(info, rules), progress)
    store.log("own", {"table": table, "owners": rules, "changed": resolved.changed})
    return resolved


def _checked(store: Store, info: TableInfo, owners: Owners) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text, names in owners.items():
        check_departments(info, names)
        field = text if text == ANY_FIELD else find_field(store, info, text)
        found[field] = tuple(names)
    return found
