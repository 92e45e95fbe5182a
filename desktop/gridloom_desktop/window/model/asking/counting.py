"""How many rows a condition selects, as it may be told while it is written."""

from typing import TYPE_CHECKING

from gridloom_analytics.measures import counts_persons
from gridloom_analytics.selecting import Condition
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ReleasedTotal


def counted(store: Store, table: str, condition: Condition, progress: Progress) -> "ReleasedTotal":
    """Return how many rows of ``table`` a condition selects: of persons in tens."""
    # late: the gate loads pandas, which a window does without until something is asked
    from gridloom_desktop.publishing.export import release_count

    return release_count(store, table, condition, progress)


def count_of_all(store: Store, table: str) -> int | None:
    """Return how many rows a table has, where that may be told."""
    info = store.table(table)
    return None if counts_persons(info) else info.rows


def count_told(total: "ReleasedTotal", of_all: int | None = None) -> Message:
    """Return a count as a sentence, beside that of all rows where it is known."""
    if total.count is None:
        return tr("Fewer than {least} persons: the number is withheld.", least=total.rounded_to)
    if total.rounded_to > 1:
        return tr("At least {count:,} persons (told in tens).", count=total.count)
    if of_all is None:
        return tr_n("{count:,} row", "{count:,} rows", total.count)
    return tr_n("{count:,} of {all:,} row", "{count:,} of {all:,} rows", total.count, all=of_all)
