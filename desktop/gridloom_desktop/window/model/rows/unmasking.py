"""The permission to look at masked values for a while, given for a reason."""

import re

from gridloom_desktop.publishing.export.looking import open_masked
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import Store

SECONDS = 15 * 60
"""How long values stay open."""
CHINESE, WORD = re.compile("[㐀-鿿]"), re.compile("[^\\W_]{2,}")
FEWEST_CHINESE, FEWEST_WORDS = 4, 2


def says_why(reason: str) -> bool:
    """Whether a text can be a reason: two words, or four Chinese characters.

    >>> says_why("case 2026-17"), says_why("核对居住登记"), says_why("xxxxxxxx"), says_why("查")
    (True, True, False, False)
    """
    if len(CHINESE.findall(reason)) >= FEWEST_CHINESE:
        return True
    return len(WORD.findall(CHINESE.sub(" ", reason))) >= FEWEST_WORDS


def unmask(store: Store, table: str, reason: str) -> Permission:
    """Return the permission to see a table whole; the act is in the workspace's log before."""
    if not says_why(reason):
        raise BadInput(
            "no-reason",
            tr("“{reason}” is no reason that others could follow.", reason=reason.strip()),
            hint=tr("Say in some words what for, such as a case or a task with its number."),
        )
    permission = Permission(reason)
    open_masked(store, table, permission)
    return permission
