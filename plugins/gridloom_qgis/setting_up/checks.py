"""All that the doctor looks at: one sentence for each, which says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from ..calling.faults import Broken
from ..language import tr
from .check import Check
from .command_checks import of_the_command
from .machine_checks import of_other_processes, of_qgis, of_the_folders
from .marks import Mark


def checks(last_fault: Broken | None = None) -> Iterator[Check]:
    """Yield one check after the other; all together take some seconds.

    ``last_fault`` is how the command that QGIS has called died, if it did; told unless it dies so
    again.
    """
    said = ""
    for check in of_the_command():
        said += check.sentence
        yield check
    if last_fault is not None and last_fault.sentence not in said:
        yield Check(tr("Last fault"), Mark.WARNING, last_fault.sentence, last_fault.details)
    yield of_qgis()
    yield of_the_folders()
    yield of_other_processes()


def as_text(found: list[Check]) -> str:
    """Return checks as a text for a colleague."""
    lines = []
    for one in found:
        lines.append(f"[{one.mark.word}] {one.title}: {one.sentence}")
        lines.extend(f"    {line}" for line in one.details.splitlines())
    return "\n".join(lines)
