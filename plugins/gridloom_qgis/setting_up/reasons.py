"""Why pip could not install Gridloom: one sentence made of all that it prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..calling.faults import Fault
from ..language import tr
from .recipe import Recipe, ask_for_folder

Explain = Callable[[Recipe, str], Fault]


def reason(output: Sequence[str], recipe: Recipe) -> Fault:
    """Return what went wrong; of an unknown fault the last that pip itself says."""
    text = "\n".join(output)
    for pattern, explain in KNOWN:
        found = re.search(pattern, text)
        if found:
            return explain(recipe, found[found.lastindex or 0])
    said = [line for line in output if line.strip()]
    errors = [line for line in said if line.startswith("ERROR:")] or said or ["–"]
    return Fault(
        tr("Gridloom could not be installed: {reason}", reason=errors[-1]),
        tr("The whole output is below."),
    )


def _full(recipe: Recipe, _: str) -> Fault:
    return Fault(
        tr("The disk is full."), tr("Free 3 GB where “{path}” lies.", path=recipe.target.parent)
    )


def _forbidden(recipe: Recipe, _: str) -> Fault:
    return Fault(
        tr("“{path}” cannot be written.", path=recipe.target.parent),
        tr("Ask your administrator for the right to write there."),
    )


def _unreachable(_: Recipe, __: str) -> Fault:
    return Fault(
        tr("The package index cannot be reached."),
        tr("Check the network and its proxy, or choose a folder of wheels."),
    )


def _untrusted(_: Recipe, __: str) -> Fault:
    return Fault(
        tr("The certificate of the package index is not trusted."),
        tr("Have your administrator set “cert” in pip's configuration, or choose a folder of "
           "wheels."),
    )  # fmt: skip


def _damaged(_: Recipe, name: str) -> Fault:
    return Fault(tr("A wheel is damaged: {name}.", name=name), _copied_anew())


def _missing(recipe: Recipe, name: str) -> Fault:
    if recipe.wheels is None and name == "gridloom":
        return Fault(
            tr("The package index does not have Gridloom: this way works only once it is "
               "published there."),
            tr("Choose “from a folder of wheels”, which needs no index: “make wheels” writes one."),
        )  # fmt: skip
    if recipe.wheels is None:
        return Fault(
            tr("The package index has no “{name}” that fits this Python.", name=name),
            tr("Choose another Python, or a folder of wheels."),
        )
    return Fault(
        tr("The folder of wheels has no “{name}” that fits this Python.", name=name),
        tr("Have “make wheels” write it on a computer with the same system and Python, or choose "
           "another Python."),
    )  # fmt: skip


def _at_odds(_: Recipe, __: str) -> Fault:
    return Fault(tr("The packages do not fit together."), ask_for_folder())


def _without_venv(_: Recipe, __: str) -> Fault:
    return Fault(
        tr("This Python cannot make environments: its module ensurepip is missing."),
        tr(
            "Install it (Debian, Ubuntu: “sudo apt install python3-venv”) and open this window "
            "again."
        ),
    )


def _copied_anew() -> str:
    return tr("Copy the folder of wheels anew.")


KNOWN: tuple[tuple[str, Explain], ...] = (
    (r"No space left on device|Errno 28\b|not enough space on the disk", _full),
    (r"ensurepip is not\s+available|No module named '?(?:venv|ensurepip)\b", _without_venv),
    (r"CERTIFICATE_VERIFY_FAILED", _untrusted),
    (r"NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|NameResolutionError"
     r"|Max retries exceeded|connection broken by", _unreachable),
    (r"(?:Wheel '|file )?([\w.+-]+)'? (?:located at .* )?is (?:invalid|not a zip file)"
     r"|([\w.+/-]+\.whl).*has an invalid wheel", _damaged),
    (r"BadZipFile: (.*)|bad (?:magic number|CRC-32) for file '?([\w./+-]+)", _damaged),
    (r"No matching distribution found for ([\w.-]+)", _missing),
    (r"ResolutionImpossible|conflicting dependencies", _at_odds),
    (r"Permission denied|Errno 13\b|Access is denied|Read-only file system", _forbidden),
)  # fmt: skip
