"""The zip that QGIS installs: what is in it, how large it is, and that it is always the same."""

import ast
import configparser
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from plugins.packing import NAME, ROOT, SOURCE, built, packed, version

CATALOGUE = ROOT / "data/gridloom_data/locale/zh.po"
QGIS_3_22_TO_4 = ("3.22", "4.99")
LIMIT_BYTES = 300_000
ALLOWED = {"qgis", "processing", "osgeo", NAME, *sys.stdlib_module_names}
ASKED_BY_QGIS = {
    "name", "description", "about", "version", "qgisMinimumVersion", "qgisMaximumVersion", "author",
    "email", "homepage", "repository", "tracker", "license", "tags", "category", "icon",
    "hasProcessingProvider", "supportsQt6", "experimental", "deprecated", "changelog",
}  # fmt: skip
TRANSLATED = ("name", "description", "about", "tags")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def archive(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("qgis_plugin_dev_tools")
    return packed(package, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def metadata(archive: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment] - case counts in QGIS's file
    with zipfile.ZipFile(archive) as opened:
        read.read_string(opened.read(f"{NAME}/metadata.txt").decode())
    return read["general"]


def test_the_zip_is_small_and_named_by_its_version(archive: Path) -> None:
    told = (archive.name, archive.stat().st_size < LIMIT_BYTES)
    assert told == (f"{NAME}-{version()}.zip", True)


def test_only_sources_texts_and_pictures_are_in_the_zip(archive: Path) -> None:
    known = {".py", ".json", ".svg", ".txt", ".html", ".css"}
    names = map(Path, zipfile.ZipFile(archive).namelist())
    assert [one for one in names if one.suffix not in known and one.name != "LICENSE"] == []


def test_all_is_in_one_folder_of_the_plugins_name(archive: Path) -> None:
    assert {Path(name).parts[0] for name in zipfile.ZipFile(archive).namelist()} == {NAME}


def test_the_same_source_gives_the_same_zip(package: Path, archive: Path, tmp_path: Path) -> None:
    again = packed(built(tmp_path / "again"), tmp_path / "dist")
    assert again.read_bytes() == archive.read_bytes()


def test_the_metadata_tell_all_that_qgis_asks(metadata: configparser.SectionProxy) -> None:
    assert {key for key in ASKED_BY_QGIS if not metadata.get(key)} == set()


def test_what_is_read_in_the_plugin_manager_is_chinese_too(
    metadata: configparser.SectionProxy,
) -> None:
    texts = [metadata.get(f"{key}[zh]", "") for key in TRANSLATED]
    assert all(any("一" <= character <= "龥" for character in text) for text in texts)


def test_it_is_for_qgis_3_22_to_4(metadata: configparser.SectionProxy) -> None:
    versions = metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]
    assert (*versions, metadata["supportsQt6"]) == (*QGIS_3_22_TO_4, "True")


def test_the_source_names_the_version_of_gridloom() -> None:
    written = configparser.ConfigParser(interpolation=None)
    written.read(SOURCE / "metadata.txt", encoding="utf-8")
    assert written["general"]["version"] == version()


def test_every_text_has_its_chinese(package: Path) -> None:
    texts = json.loads((package / "i18n" / "zh.json").read_text(encoding="utf-8"))
    chinese = {one.msgid: one.msgstr for one in polib.pofile(str(CATALOGUE))}
    assert texts and texts == {text: chinese.get(text) for text in texts}


def test_the_plugin_imports_qgis_the_standard_library_and_itself_only() -> None:
    foreign = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in SOURCE.rglob("*.py")
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
        if name.split(".")[0] not in ALLOWED
    }
    assert foreign == set()


def imported(module: ast.Module) -> Iterator[str]:
    """Yield what a module imports by its full name, wherever it does so."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
