"""Whether a condition names a person: it does not go into a script."""

import re

from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading

CODE = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|1\d{10})(?!\d)")
"""A citizen ID of either length, or a mobile number."""
QUOTED = re.compile(r"'[^']*'")


def names_person(store: Reading, text: str) -> bool:
    """Tell whether a text holds a person's code, or compares a personal field with a text."""
    if CODE.search(text):
        return True
    asked = QUOTED.sub("", text)
    return bool(QUOTED.search(text)) and any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", asked) for name in _personal(store)
    )


def _personal(store: Reading) -> set[str]:
    """Return what personal texts can be called in an expression, in whatever language."""
    names: set[str] = set()
    for info in store.tables.values():
        if not role(info.role).records or not any(one.personal != "no" for one in info.fields):
            continue
        graded = {one.name: one for one in role(info.role).fields}
        for field in info.fields:
            if field.personal == "no" or field.type != "text":
                continue
            names |= {field.name, field.source or field.name}
            if (known := graded.get(field.name)) is not None:
                names |= {*known.title.values(), *known.aliases}
    return names
