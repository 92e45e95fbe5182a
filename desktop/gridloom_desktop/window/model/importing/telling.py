"""What an import or a join did, as sentences and counted reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gridloom_analytics.bilingual import Given
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.model.importing.running import JoinOffer
from gridloom_layers.importing import ImportReport, title
from gridloom_layers.importing import account as importing
from gridloom_layers.joins import JoinReport
from gridloom_layers.joins import account as joining
from gridloom_layers.language import Message, current_language, tr, tr_n
from gridloom_layers.workspace import Store

ENCODINGS = {
    "utf-8": "UTF-8", "gb18030": "GB18030 / GBK", "cp950": "Big5", "utf-16": "UTF-16",
    "shift_jis": "Shift-JIS",
}  # fmt: skip
"""How encodings are called, by the names that Python has for them."""


@dataclass(frozen=True)
class Counted:
    """Reasons under a heading, each with the number of its rows."""

    title: Message
    rows: tuple[tuple[str, int], ...]


def account(report: ImportReport) -> list[Message]:
    """Return the account of an import: every row that was read is in it."""
    lines = importing.account(report)
    encoding = encoding_title(report.encoding or "")
    read_as = " · ".join(one for one in (encoding, short_crs(report.crs or "")) if one)
    if read_as:
        lines.append(tr("Read as {facts}.", facts=read_as))
    return lines


def reasons(report: ImportReport) -> list[Counted]:
    """Return what was set aside, repaired and noted, by reason."""
    return [_counted(heading, counts, title) for heading, counts in importing.reasons(report)]


def _counted(
    heading: Message, counts: Mapping[str, int], called: Callable[[str], Message]
) -> Counted:
    return Counted(heading, tuple((str(called(name)), count) for name, count in counts.items()))


def remarks(report: ImportReport) -> list[str]:
    """Return the further sentences of an import."""
    return [one[current_language()] for one in report.warnings]


def offer_title(store: Store, offer: JoinOffer) -> Message:
    """Return what a join would do."""
    left, right = (
        table_heading(store.table(one))[current_language()] for one in (offer.left, offer.right)
    )
    titles = {
        "code": tr("{left} → {right}, by code", left=left, right=right),
        "name": tr("{left} → {right}, by name", left=left, right=right),
        "place": tr("{left} → {right}, by place", left=left, right=right),
    }
    return titles[offer.by]


def joined(store: Store, report: JoinReport) -> tuple[Message, list[Counted]]:
    """Return what a join found, and the reasons why it did not find the rest."""
    left, right = (Given.of(table_heading(store.table(one))) for one in (report.left, report.right))
    sentence = joining.account(report, left, right)
    return sentence, [_counted(*reason) for reason in joining.reasons(report)]


def encoding_title(name: str) -> str:
    """Return what an encoding is called.

    >>> encoding_title("utf-8-sig"), encoding_title("cp932")
    ('UTF-8', 'cp932')
    """
    return ENCODINGS.get(name.removesuffix("-sig"), name)


def short_crs(crs: str) -> str:
    """Return the name of a CRS: of a long definition what it calls itself."""
    return crs if len(crs) < 40 else crs.partition('"')[2].partition('"')[0] or crs[:40]


def size(count: int) -> str:
    """Return the size of a file as people read it.

    >>> size(1_500_000)
    '1.5 MB'
    """
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:,.0f} {unit}" if unit == "B" else f"{count:,.1f} {unit}"
        count = count / 1000  # pyright: ignore[reportAssignmentType]
    return ""


def rows_told(count: int) -> Message:
    """Return how many rows there are, as far as it is known before they are read."""
    if count == 0:
        return tr("number of rows not counted yet")
    return tr_n("{count:,} row", "{count:,} rows", count)
