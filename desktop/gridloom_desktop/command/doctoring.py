"""The command ``doctor``: how well the tables are linked, why not better, and what to do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import Answer, Line, Table
from gridloom_desktop.command.leaving import Personal, Reason, permission
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City
from gridloom_desktop.command.words import WAYS_OF_JOINING
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export.join_errors import ErrorReport
    from gridloom_layers.joins import Diagnosis, Missing

app = typer.Typer()

Left = Annotated[str | None, argument("LEFT", tr("the table that is joined"))]
Right = Annotated[str | None, argument("RIGHT", tr("the table it is joined onto"))]
On = Annotated[
    str | None, option("--on", "FIELD", tr("the link made by this field, where there are several"))
]
Out = Annotated[
    Path | None,
    option("--out", "FOLDER", tr("a new folder for the rows to check, a file for each area")),
]
Level = Annotated[
    str | None, option("--level", "LAYER", tr("the areas to split by (the finest if not given)"))
]


@command(
    app,
    "doctor",
    tr("Tell how well tables are linked, why not better, and hand out the rows to check."),
    "doctor city.gridloom",
    "doctor city.gridloom person building",
    "doctor city.gridloom person building --out errors",
)
def doctor(
    context: typer.Context,
    city: City,
    left: Left = None,
    right: Right = None,
    on: On = None,
    out: Out = None,
    level: Level = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Diagnose the links of a workspace; write an error report where asked."""
    from gridloom_layers.joins import diagnoses, links_between, missing_joins
    from gridloom_layers.workspace import open_workspace

    allowed = permission(personal, reason)
    store = open_workspace(city)
    found, missing = diagnoses(store), missing_joins(store)
    if left is not None:
        if right is None:
            raise _which(tr("Name two tables, as in: doctor CITY person building."))
        chosen = links_between(store, left, right, on)
        found, missing = [one for one in found if one.link in chosen], []
    data: dict[str, Any] = {
        "links": [_told(one) for one in found],
        "missing": [{**vars(one), "command": one.command(store.name)} for one in missing],
    }
    if out is None:
        return Answer(data, _lines(found, missing, store.name, whole=left is not None))
    if len(found) != 1:
        raise _which(
            tr("An error report is about one link: name its tables, and its field by --on.")
        )
    from gridloom_desktop.publishing.export import export_join_errors

    written = export_join_errors(
        store, found[0].link, out, level=level, permission=allowed, progress=context.obj.progress
    )
    return Answer({**data, "report": vars(written)}, [*_details(found[0]), _written(written)])


def _which(hint: Any) -> BadInput:
    return BadInput("which-link", tr("It is not clear which link is meant."), hint=hint)


def _told(one: "Diagnosis") -> dict[str, Any]:
    from gridloom_layers.joins import ADVICE

    report = one.report.model_dump()
    return {
        **report,
        "column": one.link.column,
        "due": one.due,
        "rate": one.rate,
        "may_be_empty": one.may_be_empty,
        "advice": {reason: ADVICE[reason] for reason in one.failures},
    }


def _lines(
    found: "list[Diagnosis]", missing: "list[Missing]", city: str, *, whole: bool
) -> list[Line]:
    headings = (tr("link"), tr("by"), tr("matched"), tr("of"), tr("rate"), tr("by a rule"),
                tr("most frequent reason"))  # fmt: skip
    lines: list[Line] = [Table(tr("Links"), headings, [_row(one) for one in found])]
    if not found:
        lines = [tr("No tables are joined yet.")]
    if whole:
        for one in found:
            lines += _details(one)
    if any(one.failures for one in found):
        lines.append(
            tr("“gridloom doctor CITY LEFT RIGHT --out FOLDER” hands out the rows to check.")
        )
    if missing:
        rows = [(f"{one.left} → {one.right}", one.field, one.command(city)) for one in missing]
        lines.append(Table(tr("Not joined yet"), (tr("link"), tr("field"), tr("command")), rows))
    return lines


def _row(one: "Diagnosis") -> tuple[object, ...]:
    from gridloom_layers.joins import reason_title

    worst = max(one.failures, key=lambda reason: one.failures[reason], default=None)
    rate = None if one.rate is None else f"{one.rate:.2%}"
    ruled = sum(one.report.repaired.values())
    told = worst and reason_title(worst)
    return (
        one.title,
        WAYS_OF_JOINING[one.report.by],
        one.report.matched,
        one.due,
        rate,
        ruled,
        told,
    )


def _details(one: "Diagnosis") -> list[Line]:
    from gridloom_layers.joins import ADVICE, WHEN_REPAIRED, reason_title, rule_title

    lines: list[Line] = []
    reasons = [(reason_title(why), n, ADVICE[why]) for why, n in one.failures.items()]
    if reasons:
        headings = (tr("reason"), tr("rows"), tr("what to do"))
        lines.append(Table(tr("Not matched: {link}", link=one.title), headings, reasons))
    rules = [(rule_title(rule), n) for rule, n in one.report.repaired.items()]
    if rules:
        title = tr("Matched by a rule: {link}", link=one.title)
        lines += [Table(title, (tr("rule"), tr("rows")), rules), WHEN_REPAIRED]
    if one.report.scores:
        scores = tuple(one.report.scores.items())
        lines.append(Table(tr("How alike the addresses are"), (tr("score"), tr("rows")), scores))
    empty = one.report.unmatched.get("empty", 0)
    if empty and one.may_be_empty:
        lines.append(tr("{rows:,} rows have no such code, as they may.", rows=empty))
    if one.report.duplicates:
        lines.append(
            tr("{rows:,} rows of “{right}” cannot be reached: an earlier one has the same key.",
               rows=one.report.duplicates, right=one.report.right)
        )  # fmt: skip
    return lines


def _written(report: "ErrorReport") -> Line:
    return tr(
        "“{folder}”: {files:,} files; {unmatched:,} rows that are not matched, {repaired:,} "
        "matched by a rule, {unplaced:,} of no area. index.xlsx lists them.",
        folder=str(report.folder),
        files=report.files,
        unmatched=report.unmatched,
        repaired=report.repaired,
        unplaced=report.unplaced,
    )
