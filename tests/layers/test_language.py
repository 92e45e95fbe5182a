"""Names one after the other, in the language of the sentence that they stand in."""

from gridloom_layers.language import english_of, listed, tr, tr_n


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


def test_the_english_of_a_chinese_text_is_found_with_values_or_without():
    assert english_of(tr("File").render("zh")) == "File"
    told = tr_n("Import {count} source", "Import {count} sources", 2)
    assert english_of(told.render("zh")) == told.msgid
    assert english_of("福田区") == "福田区"
