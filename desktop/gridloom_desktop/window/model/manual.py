"""The pages of the manual: one for each task of a planner, in both languages, as package data."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gridloom_data import data_path
from gridloom_layers.language import Language

CONTENTS = "index"
"""The page that lists all others, in their order."""
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)]*)\)")
ENTRY = re.compile(r"^- \[[^\]]*\]\(([a-z-]+)\.md\)", re.MULTILINE)
AROUND = 60
"""Characters of a line that are shown where words were found."""


@dataclass(frozen=True)
class ManualPage:
    """One page: its name is that of its file, ``text`` is Markdown."""

    name: str
    title: str
    text: str
    path: Path

    @property
    def plain(self) -> str:
        """The text as it is read, a line each paragraph: without marks, links and pictures."""
        shown = LINK.sub(lambda found: "" if found[0].startswith("!") else found[1], self.text)
        return re.sub(r"[*`]|^#+ |^> ", "", shown, flags=re.MULTILINE)


@dataclass(frozen=True)
class Hit:
    """Where words were found: a page, and what stands there (empty where its title has them)."""

    page: ManualPage
    line: str


def page_path(language: Language, name: str = CONTENTS) -> Path:
    """Return the file of a page."""
    return data_path("manual", language, f"{name}.md")


@cache
def pages(language: Language) -> tuple[ManualPage, ...]:
    """Return all pages in the order of the contents, which are the first."""
    contents = _read(page_path(language))
    names = ENTRY.findall(contents.text)
    return (contents, *(_read(page_path(language, name)) for name in names))


def _read(path: Path) -> ManualPage:
    text = path.read_text(encoding="utf-8")
    return ManualPage(path.stem, text.partition("\n")[0].removeprefix("# "), text, path)


def page(language: Language, name: str) -> ManualPage:
    """Return a page; the contents where there is none of this name."""
    all_pages = pages(language)
    return next((one for one in all_pages if one.name == name), all_pages[0])


def beside(language: Language, name: str, step: int) -> ManualPage | None:
    """Return the page so many steps further on, or back; None beyond either end."""
    all_pages = pages(language)
    place = all_pages.index(page(language, name)) + step
    return all_pages[place] if 0 <= place < len(all_pages) else None


def search(language: Language, words: str) -> list[Hit]:
    """Return the pages that have all of the words, those with them in the title first.

    Chinese needs no blanks between words: what is typed without one is found as it is typed.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    hits = [hit for one in pages(language)[1:] if (hit := _found(one, wanted)) is not None]
    return sorted(hits, key=lambda hit: bool(hit.line))


def _found(page: ManualPage, wanted: list[str]) -> Hit | None:
    title, text = page.title.casefold(), page.plain.casefold()
    if all(word in title for word in wanted):
        return Hit(page, "")
    if not all(word in text for word in wanted):
        return None
    lines = [line for line in page.plain.splitlines()[1:] if wanted[0] in line.casefold()]
    best = max(lines, key=lambda line: sum(word in line.casefold() for word in wanted), default="")
    return Hit(page, _shortened(best.strip(" -|"), wanted[0]))


def _shortened(line: str, word: str) -> str:
    """Return what stands around a word."""
    place = max(line.casefold().find(word), 0)
    begin, end = max(place - AROUND // 2, 0), place + AROUND
    return ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
