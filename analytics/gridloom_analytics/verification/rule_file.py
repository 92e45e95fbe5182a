"""Rule files (TOML): read, checked, every fault told with its line and key."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gridloom_analytics.expressions.names import close_names
from gridloom_analytics.verification import rule as parts
from gridloom_analytics.verification.lines import Path as KeyPath
from gridloom_analytics.verification.lines import lines_of_keys, nearest_line
from gridloom_analytics.verification.rule import Rule
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr

AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class RuleFile:
    """A rule, the file it is in, and the line of each key."""

    path: Path
    rule: Rule
    lines: dict[KeyPath, int]

    def where(self, *keys: str | int) -> Where:
        """Return the place of a key, or of the nearest one that has a line."""
        return _where(self.path, self.lines, keys)

    def placed(self, error: BadInput, *keys: str | int) -> BadInput:
        """Return what is wrong with a value as a fault of the rule file."""
        return BadInput(error.code, error.message, self.where(*keys), error.hint)

    def fault(self, code: str, message: Message, hint: Message, *keys: str | int) -> BadInput:
        """Return a fault at a key."""
        return BadInput(code, message, self.where(*keys), hint)


def read_rule(path: Path) -> RuleFile:
    """Read a rule file; raise ``BadInput`` with file, line and key for the first fault in it."""
    text = _text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, error) from error
    lines = lines_of_keys(text)
    try:
        found = RuleFile(path, Rule.model_validate(document), lines)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        raise _told(path, lines, document, details) from error
    _check_names(found)
    _check_columns(found)
    return found


def _text(path: Path) -> str:
    where = Where(file=str(path))
    if not path.is_file():
        raise BadInput(
            "missing-file",
            tr("There is no file “{name}”.", name=path.name),
            where,
            tr("Check the name and the folder."),
        )
    if path.stat().st_size > MOST_BYTES:
        raise _no_rule(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "not-utf-8",
            tr("“{name}” is not in UTF-8, as rule files are.", name=path.name),
            where,
            tr("Save it as UTF-8."),
        ) from error


def _no_rule(path: Path) -> BadInput:
    return BadInput(
        "not-a-rule",
        tr("“{name}” is no rule file.", name=path.name),
        Where(file=str(path)),
        tr("docs/verification.md shows how one is written."),
    )


def _not_toml(path: Path, error: tomllib.TOMLDecodeError) -> BadInput:
    line = AT_LINE.search(str(error))
    return BadInput(
        "not-toml",
        tr("“{name}” cannot be read as TOML.", name=path.name),
        Where(file=str(path), row=int(line.group(1)) if line else None),
        tr("Is a quotation mark or a bracket left open? Chinese keys need quotation marks."),
    )


def _told(
    path: Path, lines: dict[KeyPath, int], document: dict[str, Any], error: ErrorDetails
) -> BadInput:
    """Return the first fault that pydantic found as a sentence."""
    keys = tuple(key for key in error["loc"] if not (isinstance(key, str) and key in parts.KINDS))
    where, key = _where(path, lines, keys), str(keys[-1]) if keys else ""
    match error["type"]:
        case "missing":
            return BadInput(
                "missing-key",
                tr("“{key}” is missing.", key=key),
                where,
                tr("docs/verification.md shows how one is written."),
            )
        case "extra_forbidden":
            return BadInput(
                "unknown-key",
                tr("“{key}” is no key that is known here.", key=key),
                where,
                close_names(key, _known_keys(keys, document)),
            )
        case "union_tag_invalid" | "union_tag_not_found":
            kind = dict(error.get("ctx") or {}).get("tag", "")
            return BadInput(
                "unknown-check",
                tr("There is no kind of check “{kind}”.", kind=kind),
                _where(path, lines, (*keys, "kind")),
                tr("Use one of: {values}.", values=listed(parts.KINDS)),
            )
        case "value_error":
            return _incomplete(where, str(error["msg"]))
        case _:
            return BadInput(
                "bad-value",
                tr("“{value}” cannot be the value of {option}.",
                   value=str(error["input"])[:60], option=key),
                where,
                tr("docs/verification.md shows how one is written."),
            )  # fmt: skip


def _incomplete(where: Where, told: str) -> BadInput:
    """Return what a check lacks that its kind needs."""
    message, hint = _INCOMPLETE[told.rpartition(" ")[2]]
    return BadInput("incomplete", message, where, hint)


_INCOMPLETE = {
    "age": (
        tr("An age check needs at_least or at_most."),
        tr("Write a number of years."),
    ),
    "same": (
        tr("An identity check needs “same”, such as the name."),
        tr("Write it as same = {example}.", example='{ name = "COLUMN" }'),
    ),
    "where": (
        tr("An expression check needs “where”."),
        tr("Write a filter such as: age >= 65 and sex = 'F'."),
    ),
    "area": (
        tr("The area is not given in one of the ways there are."),
        tr("Give a level with codes, a level with a column of the claims, or a file of polygons."),
    ),
}


def _known_keys(keys: KeyPath, document: dict[str, Any]) -> list[str]:
    """Return the keys that may stand where an unknown one does."""
    models: dict[str, Any] = {"claims": parts.ClaimsRule, "area": parts.AreaRule,
                              "catchment": parts.Catchment}  # fmt: skip
    above = keys[-2] if len(keys) > 1 else None
    if isinstance(above, str):
        return list(models[above].model_fields) if above in models else []
    if above is None:
        return list(Rule.model_fields)
    kind = document["check"][above].get("kind")
    model = getattr(parts, f"{str(kind).capitalize()}Check", parts.RegisterCheck)
    return list(model.model_fields)


def _check_names(found: RuleFile) -> None:
    """Refuse two checks of one name: the columns of the result are called by them."""
    names = [check.name for check in found.rule.check]
    for number, name in enumerate(names):
        if Counter(names[: number + 1])[name] > 1:
            raise found.fault(
                "repeated-check",
                tr("There are two checks called “{name}”.", name=name),
                tr("Give each a name of its own."),
                "check", number, "name",
            )  # fmt: skip


def _check_columns(found: RuleFile) -> None:
    """Refuse a check that uses a column which the rule does not declare."""
    known = found.rule.claims.columns
    for number, check in enumerate(found.rule.check):
        area = getattr(check, "area", None)
        used = {"find": tuple(check.find.values()), "same": tuple(check.same.values()),
                "same_if_claimed": tuple(check.same_if_claimed.values()),
                "area": (area.column,) if area and area.column else ()}  # fmt: skip
        for key, names in used.items():
            for name in names:
                if name not in known:
                    raise BadInput(
                        "unknown-column",
                        tr("The rule declares no column “{name}” of the claims.", name=name),
                        found.where("check", number, key),
                        close_names(name, known),
                    )


def _where(path: Path, lines: dict[KeyPath, int], keys: KeyPath) -> Where:
    named = [str(key) for key in keys if isinstance(key, str)]
    return Where(
        file=str(path), row=nearest_line(lines, keys), column=".".join(named) if named else None
    )
