"""The command ``own``: which department owns which field."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.manual import argument, command, flag, option
from gridloom_desktop.command.opening import City
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:
    from gridloom_layers.workspace import FolderStore

app = typer.Typer()

Owned = Annotated[
    str | None, argument("TABLE.FIELD", tr("a field, or a table for all its other fields"))
]
Departments = Annotated[
    list[str] | None, argument("DEPARTMENT …", tr("its owners, the first before the others"))
]
Rules = Annotated[
    Path | None, option("--rules", "FILE.toml", tr("all rules of a table from a file"))
]
Remove = Annotated[bool, flag("--remove", tr("nobody owns it any more"))]


@command(
    app,
    "own",
    tr("Say which department owns a field; where departments differ, its value is kept."),
    "own city.gridloom",
    "own city.gridloom person.phone 卫健委 公安局",
    "own city.gridloom person 公安局",
    "own city.gridloom person --rules rules.toml",
)
def own(
    context: typer.Context,
    city: City,
    owned: Owned = None,
    departments: Departments = None,
    rules: Rules = None,
    remove: Remove = False,
) -> Answer:
    """Set owners, or list them."""
    from gridloom_layers.ownership.rules import own as set_owners
    from gridloom_layers.ownership.rules import read_rules
    from gridloom_layers.workspace import open_workspace

    store = open_workspace(city)
    if owned is None and not (departments or rules or remove):
        return Answer({"tables": _described(store, store.tables)}, _lines(store, store.tables))
    table, field = _split(store, owned)
    if not (departments or rules or remove):
        return Answer({"tables": _described(store, [table])}, _lines(store, [table]))
    if bool(departments) + bool(rules) + remove > 1 or (rules and field):
        raise BadInput(
            "too-much-said",
            tr("Departments, --rules and --remove do not go together."),
            hint=tr("Give departments for TABLE.FIELD, or --rules for TABLE."),
        )
    owners = read_rules(rules) if rules else {field or "*": tuple(departments or ())}
    done = set_owners(store, table, owners, context.obj.progress, only=rules is not None)
    data = {"tables": _described(store, [table]), "changed": dict(done.values)}
    told = tr("Values changed: {changed:,}.", changed=done.changed)
    return Answer(data, [*_lines(store, [table]), told])


def _split(store: "FolderStore", owned: str | None) -> tuple[str, str | None]:
    """Return table and field of TABLE.FIELD; the name of a table may hold points too."""
    if owned is None:
        raise BadInput(
            "no-table",
            tr("It is not said what is owned."),
            hint=tr("Give departments for TABLE.FIELD, or --rules for TABLE."),
        )
    table, point, field = owned.rpartition(".")
    if owned in store.tables or not point:
        return store.table(owned).name, None
    return store.table(table).name, field


def _described(store: "FolderStore", names: Sequence[str] | Mapping[str, Any]) -> list[Any]:
    from gridloom_layers.ownership.named import departments_of
    from gridloom_layers.ownership.rules import owners_of

    return [
        {
            "table": name,
            "departments": departments_of(store.table(name)),
            "owners": owners_of(store, name),
        }
        for name in names
    ]


def _lines(store: "FolderStore", names: Sequence[str] | Mapping[str, Any]) -> list[Line]:
    rows = [
        (each["table"], _field(field), " > ".join(owners))
        for each in _described(store, names)
        for field, owners in each["owners"].items()
    ]
    if not rows:
        return [tr("No field has an owner: the newest value is kept.")]
    return [Table(tr("Owners"), (tr("table"), tr("field"), tr("departments")), rows)]


def _field(name: str) -> Message | str:
    return tr("(all other fields)") if name == "*" else name
