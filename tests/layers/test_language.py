"""Names one after the other, in the language of the sentence that they stand in."""

from gridloom_layers.language import listed, tr


def test_names_are_set_apart_as_their_language_does() -> None:
    told = tr("It has: {names}.", names=listed(["code", tr("yes")]))
    assert told.both() == {"zh": "现有字段：code、是。", "en": "It has: code, yes."}


def test_no_names_are_a_dash() -> None:
    assert str(listed([])) == "–"


def test_quotation_marks_inside_of_others_are_single():
    inner = tr("cases of “{kind}”", kind="flu")
    assert str(tr("hot spots of “{value}” in “{place}”", value=inner, place="x")) == (
        "hot spots of “cases of ‘flu’” in “x”"
    )
