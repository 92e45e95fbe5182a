"""Every sentence that a user can see exists in Chinese and in English."""

import string
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_from_file

from gridloom_layers.language import Message

ROOT = Path(__file__).resolve().parents[1]
HOMES = ("layers", "analytics", "desktop", "data", "plugins")
KEYWORDS = {"tr": None, "tr_n": (1, 2)}
CATALOGUE = ROOT / "data/gridloom_data/locale/zh.po"


def sentences() -> Iterator[tuple[str, str]]:
    """Yield each msgid of the source with its place; of a plural both forms."""
    for home in HOMES:
        for path in sorted((ROOT / home).rglob("*.py")):
            for line, found, _, _ in extract_from_file("python", path, KEYWORDS):
                for text in [found] if isinstance(found, str) else found:
                    yield text, f"{path.relative_to(ROOT)}:{line}"


def translations() -> dict[str, polib.POEntry]:
    """Return the entries of the catalogue by singular and by plural."""
    entries = polib.pofile(str(CATALOGUE))
    plural = {one.msgid_plural: one for one in entries if one.msgid_plural}
    return plural | {one.msgid: one for one in entries}


def chinese(entry: polib.POEntry) -> str:
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def names(text: str) -> set[str]:
    """Return the named places of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_has_a_chinese_translation() -> None:
    known = translations()
    missing = [
        f"{place}: {text}"
        for text, place in sentences()
        if text not in known or not chinese(known[text])
    ]
    assert missing == []


def test_a_translation_names_the_same_values() -> None:
    different = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if names(chinese(entry)) != names(entry.msgid) | names(entry.msgid_plural or "")
    ]
    assert different == []


def test_no_translation_is_left_without_its_sentence() -> None:
    used = {text for text, _ in sentences()}
    known = translations()
    assert sorted(set(known) - used - {""}) == []


def test_no_translation_is_given_twice() -> None:
    ids = [entry.msgid for entry in polib.pofile(str(CATALOGUE))]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_the_program_reads_the_catalogue_as_its_library_does() -> None:
    known = {one.msgid: chinese(one) for one in polib.pofile(str(CATALOGUE))}
    read = {text: Message(text).template("zh") for text in known}
    assert read == known
