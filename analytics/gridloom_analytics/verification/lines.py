"""On which line of a TOML file each key stands, which its parser does not tell."""

import re
from collections import Counter

Path = tuple[str | int, ...]
TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def lines_of_keys(text: str) -> dict[Path, int]:
    """Return the line (from 1) of each table and key; tables in lists are numbered from 0.

    >>> lines_of_keys("[[check]]\\nkind = 'age'\\n[[check]]\\nkind = 'age'")[("check", 1, "kind")]
    4
    """
    found: dict[Path, int] = {}
    met: Counter[str] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := TABLE.match(line):
            brackets, name = heading.groups()
            table = _path(name)
            if brackets == "[[":
                table = (*table, met[name])
                met[name] += 1
            found.setdefault(table, number)
        elif key := KEY.match(line):
            found.setdefault((*table, *_path(key.group(1))), number)
    return found


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of a key; of one without a line of its own that of what it is in."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _path(name: str) -> Path:
    return tuple(part.strip("\"'") for part in PART.findall(name))
