"""The command ``verify``: applicants' claims against the base (比对)."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridloom_desktop.command.answer import DONE, QUARANTINED, Answer, Line, Table
from gridloom_desktop.command.leaving import Personal, Reason, permission, written_line
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.opening import City, opened
from gridloom_layers.language import Message, current_language, tr

if TYPE_CHECKING:
    from gridloom_analytics.verification import Verification

app = typer.Typer()

ClaimsFile = Annotated[Path, argument("CLAIMS", tr("the claims: a CSV, XLSX or Parquet file"))]
Rule = Annotated[Path, option("--rule", "RULES", tr("the rule file (TOML): what is checked"))]
Encoding = Annotated[
    str | None, option("--encoding", "E", tr("encoding, where the detected one is wrong"))
]
Out = Annotated[
    Path | None, option("--out", "FILE", tr("the file to write: .csv, .xlsx or .parquet"))
]


@command(
    app,
    "verify",
    tr("Check applicants' claims against the base: who they are, where they live, what they hold."),
    "verify city.gridloom claims.csv --rule school-admission.toml --out answers.xlsx",
    "verify city.gridloom claims.parquet --rule rules.toml --json",
)
def verify(
    context: typer.Context,
    city: City,
    claims_file: ClaimsFile,
    rule: Rule,
    encoding: Encoding = None,
    out: Out = None,
    personal: Personal = False,
    reason: Reason = None,
) -> Answer:
    """Compare claims; exit code 3 where rows of the file could not be read."""
    from gridloom_analytics import verification
    from gridloom_desktop.publishing.export import check_verification_file, export_verification

    allowed, progress = permission(personal, reason), context.obj.progress
    if out is not None:
        check_verification_file(out)
    store = opened(city)
    plan = verification.plan_rule(store, verification.read_rule(rule), progress)
    claims = verification.read_claims(claims_file, plan, store.data_date, encoding, progress)
    answer = verification.verify(store, plan, claims, progress)
    data, lines = _told(answer), _lines(answer)
    if out is not None:
        started = time.perf_counter()
        report = export_verification(store, answer, out, allowed, progress)
        data["file"] = report.to_json()
        data["seconds"]["write"] = time.perf_counter() - started
        lines.append(written_line(report))
    return Answer(data, lines, QUARANTINED if claims.unread.num_rows else DONE)


def _told(answer: "Verification") -> dict[str, Any]:
    from gridloom_analytics.verification import PUBLISHED_SECONDS

    claims = answer.claims
    return {
        "rule": answer.plan.file.rule.title.given.both(),
        "claims": claims.file,
        "encoding": claims.encoding,
        "read": claims.read,
        "verified": len(claims),
        "quarantined": dict(claims.quarantined),
        "blank": claims.blank,
        "rewritten": {
            f"{column}: {rule}": int(mask.sum()) for (column, rule), mask in claims.mended.items()
        },
        "verdicts": answer.verdicts(),
        "checks": [_check(one) for one in answer.checks],
        "seconds": {"read": claims.seconds, "compare": answer.seconds},
        "seconds_an_item": answer.seconds_an_item,
        "published_seconds_an_item": PUBLISHED_SECONDS,
    }


def _check(one: Any) -> dict[str, Any]:
    counts = one.counts()
    return {
        "name": one.planned.check.name,
        "title": one.planned.check.title.given.both(),
        "kind": one.planned.check.kind,
        "table": one.planned.table,
        "reasons": [
            {
                "code": reason.code,
                "outcome": reason.outcome,
                "sentence": reason.sentence.both(),
                "claims": counts[reason.code],
            }
            for reason in one.reasons
            if reason.code in counts
        ],
    }


def _lines(answer: "Verification") -> list[Line]:
    claims = answer.claims
    lines: list[Line] = [
        tr(
            "{source}: {read:,} rows read, {verified:,} verified, {quarantined:,} could not be "
            "read, {blank:,} blank.",
            source=claims.file,
            read=claims.read,
            verified=len(claims),
            quarantined=claims.unread.num_rows,
            blank=claims.blank,
        ),
        _verdict_table(answer),
        _reason_table(answer),
    ]
    if claims.unread.num_rows:
        lines.append(_unread_table(answer))
    if (told := _time(answer)) is not None:
        lines.append(told)
    return lines


def _verdict_table(answer: "Verification") -> Table:
    from gridloom_analytics.verification import OUTCOME_TITLES

    rows = [(OUTCOME_TITLES[name], count) for name, count in answer.verdicts().items()]
    return Table(tr("Verdicts"), (tr("verdict"), tr("claims")), rows)


def _reason_table(answer: "Verification") -> Table:
    from gridloom_analytics.verification import OUTCOME_TITLES

    language = current_language()
    rows = []
    for one in answer.checks:
        counts = one.counts()
        rows += [
            (one.planned.check.title.given.render(language), OUTCOME_TITLES[reason.outcome],
             reason.sentence, counts[reason.code])
            for reason in one.reasons
            if reason.code in counts
        ]  # fmt: skip
    headings = (tr("check"), tr("outcome"), tr("reason"), tr("claims"))
    return Table(tr("Checks"), headings, rows)


def _unread_table(answer: "Verification") -> Table:
    from gridloom_layers.importing.findings import title

    rows = [(title(reason), count) for reason, count in answer.claims.quarantined.items()]
    return Table(tr("Could not be read"), (tr("reason"), tr("rows")), rows)


def _time(answer: "Verification") -> Message | None:
    """Say how long one comparison took, beside the time that Shenzhen published."""
    from gridloom_analytics.verification import PUBLISHED_SECONDS

    if answer.seconds_an_item is None:
        return None
    return tr(
        "{ours:.6f} s for one comparison ({total:.2f} s in all); Shenzhen's published average "
        "is {published} s.",
        ours=answer.seconds_an_item,
        total=answer.seconds + answer.claims.seconds,
        published=PUBLISHED_SECONDS,
    )
