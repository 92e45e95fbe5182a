"""Whether rows are accounted for: those of the sources, in the table or in the quarantine."""

from pathlib import Path
from typing import NamedTuple

from gridloom_layers.workspace import open_workspace

from .children import Said
from .states import State
from .town import SOURCE_ROWS


class Account(NamedTuple):
    """The rows that sources have, as their writer knows, and what became of them."""

    rows: int
    loaded: int
    quarantined: int
    blank: int = 0

    @property
    def lost(self) -> int:
        """The rows that are nowhere (below 0: that are there twice)."""
        return self.rows - self.loaded - self.quarantined - self.blank


def import_account(said: Said, city: Path, table: str, rows: int) -> Account:
    """Return what became of the ``rows`` rows of a source: in the table or in the quarantine.

    No row may be in both, or twice, and the report must say the same.
    """
    report = said.data
    store = open_workspace(city)
    try:
        loaded = store.attributes(table)
        set_aside = store.quarantined(store.imports[-1].number)
    finally:
        store.close()
    numbers = [*loaded["source_row"].to_pylist()]
    numbers += set_aside["source_row"].to_pylist() if set_aside.num_rows else []
    assert len(set(numbers)) == len(numbers), "a source row is both loaded and set aside, or twice"
    account = Account(rows, loaded.num_rows, set_aside.num_rows, report["blank"])
    told = report["loaded"], sum(report["quarantined"].values())
    assert (account.loaded, account.quarantined) == told, report
    assert report["read"] == sum(account[1:]), report
    return account


def town_account(state: State) -> Account:
    """Return what became of the rows of all sources of the town or of one grown from it."""
    imports = state["imports"]
    return Account(
        sum(SOURCE_ROWS[Path(entry["report"]["source"]).name] for entry in imports),
        sum(entry["report"]["loaded"] for entry in imports),
        sum(len(entry["quarantine"]) for entry in imports),
        sum(entry["report"]["blank"] for entry in imports),
    )
