"""Whether an import accounts for every row: its report, the table and the quarantine agree."""

from pathlib import Path

from gridloom_layers.workspace import open_workspace

from .children import Said


def rows_in(said: Said, city: Path, table: str) -> int:
    """Return the rows that an import read, all of them loaded, set aside or blank.

    The table holds what was loaded, the quarantine what was set aside, by source row.
    """
    report = said.data
    aside = sum(report["quarantined"].values())
    assert report["read"] == report["loaded"] + aside + report["blank"], report
    store = open_workspace(city)
    try:
        loaded = store.attributes(table)
        set_aside = store.quarantined(store.imports[-1].number)
    finally:
        store.close()
    assert (loaded.num_rows, set_aside.num_rows) == (report["loaded"], aside), report
    rows = [*loaded["source_row"].to_pylist()]
    rows += set_aside["source_row"].to_pylist() if aside else []
    assert len(set(rows)) == len(rows), "a source row is both loaded and set aside, or twice"
    return report["read"]
