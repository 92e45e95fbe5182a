"""The pages of the manual: in both languages alike, in the words of the window, nothing missing."""

import re
from pathlib import Path

import polib
import pytest
from PIL import Image

from gridloom_data import data_path
from gridloom_desktop.window.model.manual import beside, page, pages, search
from gridloom_layers.language import LANGUAGES, Language, Message

BOLD, PICTURE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
KEYS = re.compile(r"^(F\d+|Ctrl|Alt|Shift)")
LARGEST = 150_000
"""Bytes of a picture."""


def texts(language: Language) -> set[str]:
    """Return all texts of the window in a language."""
    entries = polib.pofile(str(data_path("locale", "zh.po")))
    return {Message(one.msgid).template(language) for one in entries}


def every_page() -> list[tuple[Language, str]]:
    return [(language, one.name) for language in LANGUAGES for one in pages(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_bold_are_texts_of_the_window(language: Language) -> None:
    known = texts(language)
    bold = {(one.name, word) for one in pages(language) for word in BOLD.findall(one.text)}
    assert {found for found in bold if found[1] not in known and not KEYS.match(found[1])} == set()


def test_both_languages_have_the_same_pages() -> None:
    assert [one.name for one in pages("en")] == [one.name for one in pages("zh")]


@pytest.mark.parametrize("name", [one.name for one in pages("en")])
def test_both_languages_have_the_same_headings_pictures_and_links(name: str) -> None:
    def shape(language: Language) -> list[list[str]]:
        text = page(language, name).text
        headings = [line.split(" ")[0] for line in text.splitlines() if line.startswith("#")]
        rows = [line[:1] for line in text.splitlines() if line[:1] in ("|", "-", "!")]
        links = sorted(LINK.findall(text))  # sentences put them in another order
        return [headings, rows, PICTURE.findall(text), links]

    assert shape("en") == shape("zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_contents(language: Language) -> None:
    files = {one.stem for one in data_path("manual", language).glob("*.md")}
    assert files == {one.name for one in pages(language)}


@pytest.mark.parametrize(("language", "name"), every_page())
def test_links_lead_to_pages_and_pictures_are_there(language: Language, name: str) -> None:
    one = page(language, name)
    wanted = [*LINK.findall(one.text), *PICTURE.findall(one.text)]
    assert [target for target in wanted if not (one.path.parent / target).exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_picture_is_left_over_or_large(language: Language) -> None:
    shown = {target for one in pages(language) for target in PICTURE.findall(one.text)}
    files = sorted(data_path("manual", language, "pictures").glob("*.png"))
    assert {f"pictures/{one.name}" for one in files} == shown
    assert [one.name for one in files if one.stat().st_size > LARGEST] == []


def test_pictures_of_both_languages_show_the_same_part() -> None:
    def widths(language: Language) -> dict[str, int]:  # lines of a bar are higher in one of them
        files = data_path("manual", language, "pictures").glob("*.png")
        return {one.name: Image.open(one).width for one in files}

    assert widths("en") == widths("zh")


def test_pages_stand_in_the_order_of_the_contents() -> None:
    assert pages("en")[0].name == "index"
    following = beside("en", "index", 1)
    assert following is not None and following.name == "look-around"
    assert beside("en", "index", -1) is None
    assert beside("en", pages("en")[-1].name, 1) is None


def test_an_unknown_page_is_the_contents() -> None:
    assert page("zh", "nowhere").name == "index"


def test_words_in_a_title_are_found_first() -> None:
    hits = search("en", "hot spots")
    assert hits[0].page.name == "hot-spots"
    assert len(hits) > 1


def test_chinese_is_found_without_blanks() -> None:
    assert "privacy" in {hit.page.name for hit in search("zh", "脱敏")}


def test_what_is_found_is_shown_without_marks() -> None:
    (hit,) = [hit for hit in search("en", "encoding garbled") if hit.page.name == "trouble"]
    assert "encoding" in hit.line.casefold()
    assert not set("*`[") & set(hit.line)


def test_nothing_is_found_of_no_words() -> None:
    assert search("en", "  ") == []
    assert search("en", "zeppelin") == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_leads_to_the_manual(readme: str) -> None:
    root = Path(__file__).resolve().parents[3]
    text = (root / readme).read_text("utf-8")
    found = re.search(r"\]\((data/gridloom_data/manual/\w+/index\.md)\)", text)
    assert found and (root / found[1]).exists()
