"""The changes that are tried under every hardship, and what a command may say about one."""

from pathlib import Path

from .children import Said

DONE, REFUSED = (0, 3), 2
CHANGES = {
    "import": ("import", "{city}", "{sources}/楼栋.gpkg", "--role", "building", "--name", "更多"),
    "replace": (
        "import",
        "{city}",
        "{sources}/楼栋.gpkg",
        "--role",
        "building",
        "--mode",
        "replace",
    ),
    "upsert": ("import", "{city}", "{sources}/人口 二.csv", "--role", "person", "--mode", "upsert"),
    "join": ("join", "{city}", "building", "grid", "--by", "place"),
}
READING = {
    "check": ("check", "{city}"),
    "query": ("query", "{city}", "building"),
    "describe": ("describe", "{city}"),
}
NEXT = ("import", "{city}", "{sources}/法人.csv", "--role", "entity")


def asked(command: tuple[str, ...], city: Path, sources: Path) -> list[str]:
    """Return a command about a city and its sources."""
    return [word.format(city=city, sources=sources) for word in command]


def is_told(said: Said) -> bool:
    """See that a command is done, or refused in one sentence; return whether it is done."""
    assert said.exit in (*DONE, REFUSED), said
    assert said.err == "", said
    if said.exit == REFUSED:
        error = said.error
        assert error["message"] and "Traceback" not in said.out and "\n" not in error["message"]
    return said.exit in DONE
