"""The history as a script of ``gridloom`` commands, for a POSIX shell or for Windows."""

import re
import shlex
from collections.abc import Callable, Iterable
from typing import Literal

from gridloom_desktop.window.model.history.act import CITY, Act
from gridloom_layers.language import tr

Shell = Literal["sh", "cmd"]
SET_ASIDE = 3
"""How a command ends that set rows aside: all went well, but someone should look."""


def script(acts: Iterable[Act], name: str, shell: Shell) -> str:
    """Return the acts that can be done again as a script, the oldest first.

    It takes the folder of the new workspace, else ``name`` here, and stops at the first command
    that fails. Comments are in the current language.
    """
    return (_sh if shell == "sh" else _cmd)(list(acts), name)


def encoded(text: str, shell: Shell) -> bytes:
    """Return a script as its shell reads it: UTF-8, the lines of Windows ended by CR LF."""
    return (text.replace("\n", "\r\n") if shell == "cmd" else text).encode()


def _sh(acts: list[Act], name: str) -> str:
    lines = [
        "#!/bin/sh",
        *_commented(_about(), "# "),
        "set -eu",
        f"city=${{1:-{shlex.quote(name)}}}",
        "step() {",
        f'    gridloom "$@" || {{ code=$?; [ "$code" -eq {SET_ASIDE} ] || exit "$code"; }}',
        "}",
        *_steps(acts, "# ", lambda act: ["step " + _joined(act, '"$city"', shlex.quote)]),
    ]
    return "\n".join(lines) + "\n"


def _cmd(acts: list[Act], name: str) -> str:
    check = f"if errorlevel 1 if not %errorlevel%=={SET_ASIDE} exit /b %errorlevel%"
    lines = [
        "@echo off",
        "chcp 65001 >nul",
        *_commented(_about(), "rem "),
        "setlocal DisableDelayedExpansion",
        f'set "city={name.replace("%", "%%")}"',
        'if not "%~1"=="" set "city=%~1"',
        *_steps(acts, "rem ", lambda act: ["gridloom " + _joined(act, '"%city%"', quoted), check]),
    ]
    return "\n".join(lines) + "\n"


def _steps(acts: list[Act], mark: str, commands: Callable[[Act], list[str]]) -> list[str]:
    lines: list[str] = []
    for act in acts:
        lines += ["", *_commented(str(act.what), mark)]
        lines += _commented(str(act.note), mark) if act.note is not None else []
        lines += commands(act) if act.can_be_scripted else []
    return lines


def _commented(text: str, mark: str) -> list[str]:
    """Return comments; of what means something to a shell of Windows even there, nothing."""
    clean = re.sub(r"[%^&|<>\x00-\x1f]", " ", text) if mark == "rem " else text
    return [mark + line for line in clean.splitlines()]


def _about() -> str:
    return str(
        tr("Makes a workspace of Gridloom as it was made. The folder of the new one can be given.")
    )


def _joined(act: Act, city: str, quote: Callable[[str], str]) -> str:
    arguments = act.arguments or ()
    return " ".join(city if one is CITY else quote(str(one)) for one in arguments)


def quoted(text: str) -> str:
    r"""Return an argument as Windows' command line and C runtime read it.

    Quotation marks are doubled, not escaped: so ``cmd`` too sees that all the rest is quoted.

    >>> print(quoted('a "b" 100% & c'))
    "a ""b"" 100%% & c"
    >>> print(quoted('C:\\new city\\'))
    "C:\new city\\"
    """
    if text and re.fullmatch(r"[\w./:\\=+-]*[\w./:=+-]", text, re.ASCII) and "=" not in text:
        return text
    doubled = re.sub(r'(\\+)(?="|$)', r"\1\1", text)
    return '"' + doubled.replace('"', '""').replace("%", "%%") + '"'
