"""Source columns as clean text."""

import unicodedata

import pyarrow as pa
import pytest

from gridloom_layers.codes.characters import may_need_trimming
from gridloom_layers.importing.texts import PLACEHOLDERS, as_text, without_placeholders

EVERY = map(chr, range(0x110000))
SPACES = [one for one in EVERY if one.isspace() or unicodedata.category(one) in ("Zs", "Zl", "Zp")]


@pytest.mark.parametrize("space", SPACES, ids=[f"U+{ord(space):04X}" for space in SPACES])
def test_white_space_of_any_kind_is_cut_off_at_both_ends(space: str) -> None:
    assert as_text(pa.array(["王 伟", f"{space}王 伟"])).to_pylist() == ["王 伟"] * 2
    assert as_text(pa.array(["王 伟", f"王 伟{space}"])).to_pylist() == ["王 伟"] * 2
    assert as_text(pa.array(["王 伟", space])).to_pylist() == ["王 伟", None]


def test_texts_without_white_space_at_an_end_are_left_as_they_are() -> None:
    assert not may_need_trimming(pa.array(["王　伟", "a b", "𠮷田", "é", "", None]))


def test_blanks_are_null_in_a_slice_too() -> None:
    text = pa.array(["x", "", None, "王", ""]).slice(1)
    assert as_text(text).to_pylist() == [None, None, "王", None]


def test_marks_for_not_known_are_null_among_other_texts() -> None:
    text = pa.array([*PLACEHOLDERS.to_pylist(), "a text that is longer", "短"])
    assert without_placeholders(text).to_pylist()[-3:] == [None, "a text that is longer", "短"]
    assert without_placeholders(text).null_count == len(PLACEHOLDERS)
