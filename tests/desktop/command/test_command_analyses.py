"""The page of an analysis: what may be given for each parameter, in words."""

import pytest

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.command.answer import Table
from gridloom_desktop.command.parameters import parameter_tables
from gridloom_layers.language import Language, use_language

CODES = {"layer", "field", "measure", "distance", "crs", "extent", "expression", "choice", "number"}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest):
    use_language(request.param)
    yield request.param
    use_language("en")


def cells(table: Table, column: int) -> list[str]:
    return [str(row[column]) for row in table.rows]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_what_may_be_given_is_said_in_words(name: str, language: Language) -> None:
    parameters, *_ = parameter_tables(catalogue()[name])
    assert len(parameters.rows) == len(catalogue()[name].parameters.model_fields)
    assert not CODES & {*cells(parameters, 2)}
    if language == "zh":
        titles = "".join(cells(parameters, 1) + cells(parameters, 2))
        assert any(ord(letter) > 0x4E00 for letter in titles)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_value_of_a_choice_is_explained(name: str, language: Language) -> None:
    schema = catalogue()[name].parameters.model_json_schema()["properties"]
    offered = [value for one in schema.values() if one.get("x-gridloom", {}).get("choices")
               for value in one["enum"]]  # fmt: skip
    told = [row for table in parameter_tables(catalogue()[name])[1:] for row in table.rows]
    assert [value for _, value, _ in told] == [str(value) for value in offered]
    assert all(title for _, _, title in told)


def test_numbers_have_their_range_and_parameters_say_when_they_count() -> None:
    parameters, _ = parameter_tables(catalogue()["hotspots"])
    rows = {row[0]: [str(cell) for cell in row[2:]] for row in parameters.rows}
    assert rows["k"] == ["1 to 200", "8", "neighbours=auto|knn|kernel"]
    assert rows["auto"] == ["true, false", "false", "None"]
    assert rows["cells"][2] == "without “value”"
