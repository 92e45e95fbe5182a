"""Every step that long work reports has a text for people."""

import ast
from collections.abc import Iterator
from pathlib import Path

from gridloom_layers.language import use_language
from gridloom_layers.progress import Step
from gridloom_layers.steps import STEPS

ROOT = Path(__file__).resolve().parents[1]
HOMES = ("layers", "analytics", "desktop", "data")
PROGRESS = ("progress", "watch", "self.progress", "self._progress")


def calls() -> Iterator[ast.Call]:
    for home in HOMES:
        for path in sorted((ROOT / home).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def words(arguments: list[ast.expr]) -> set[str]:
    constants = (one.value for one in arguments if isinstance(one, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def steps() -> set[str]:
    """Return what is reported, and what is handed on together with a progress to be reported."""
    found: set[str] = set()
    for call in calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "report":
            found |= words(call.args[:1])
        for before, after in zip(call.args, call.args[1:], strict=False):
            if ast.unparse(before).removesuffix(" or Progress()") in PROGRESS:
                found |= words([after])
    return found


def test_every_step_in_the_code_has_a_text_and_every_text_a_step() -> None:
    assert steps() == set(STEPS)


def test_a_step_is_told_in_the_language_of_whoever_reads_it() -> None:
    use_language("zh")
    assert str(Step("permute", 1, 2).told) == "正在随机置换"
    use_language("en")
    assert str(Step("permute", 1, 2).told) == "Shuffling at random"
    assert Step("of-a-plugin", 1, 2).told == "of-a-plugin"
