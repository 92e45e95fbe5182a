"""Masked values of a table, opened to be looked at: an explicit act, on record before it counts."""

from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_layers.workspace import Store


def open_masked(store: Store, name: str, permission: Permission) -> tuple[str, ...]:
    """Return the masked fields of a table that may be looked at whole; the act is in the log.

    Looking lets nothing out: what is copied or written afterwards passes the gate by itself.
    """
    opened = tuple(field.name for field in store.table(name).fields if field.personal != "no")
    put_on_record(store, permission, f"view of {name}", {"columns": list(opened)})
    return opened
