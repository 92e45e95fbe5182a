"""Which role a layer or table may have, told by its headers, its geometry and its name."""

from dataclasses import dataclass

from gridloom_desktop.window.model.importing.looking import Found
from gridloom_layers.importing import explain_mapping
from gridloom_layers.importing.mapping import POSITION
from gridloom_layers.roles import ROLES, Role, role
from gridloom_layers.roles.aliases import fold_header

SURE = {"title": 3.0, "alias": 3.0, "contained": 1.0}
KEY, NAMED, PLACED, MISPLACED = 4.0, 5.0, 2.0, -6.0
"""What a mapped key, the name of the file, a fitting and an impossible geometry count."""


@dataclass(frozen=True)
class Guess:
    """A role, and how much speaks for it."""

    role: str
    score: float


def guessed(found: Found) -> list[Guess]:
    """Return the roles that a source may have, the likeliest first; each has a guess."""
    guesses = [Guess(name, _score(role(name), found)) for name in ROLES]
    return sorted(guesses, key=lambda one: -one.score)


def _score(one: Role, found: Found) -> float:
    mapping = explain_mapping(one, found.headers)
    fields = {name: match for name, match in mapping.items() if name not in POSITION}
    score = sum(SURE[match.reason] for match in fields.values())
    score -= 0.25 * len(one.fields) ** 0.5  # a role of many fields finds more by chance
    score += KEY * (one.key in fields)
    score += NAMED * _is_named(one, found)
    return score + _placed(one, found, has_position=set(POSITION) <= set(mapping))


def _is_named(one: Role, found: Found) -> float:
    """Return 1 where the name of the file or its layer says the role, else 0."""
    said = fold_header(f"{found.path.stem} {found.layer or ''}")
    names = (one.name, *one.title.values(), *one.aliases)
    return float(any(fold_header(name) in said for name in names if len(name) > 1))


def _placed(one: Role, found: Found, *, has_position: bool) -> float:
    match one.geometry:
        case "area":
            return PLACED if found.geometry in ("area", "any") else MISPLACED
        case "point":
            if found.geometry == "area":
                return -PLACED
            return PLACED if found.geometry or has_position else 0.0
        case "none":
            return MISPLACED if found.geometry in ("area", "line") else 0.0
    return PLACED if found.geometry else 0.0
