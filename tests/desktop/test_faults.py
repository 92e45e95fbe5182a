"""Where a fault is, in the words of the kind of file and of the language."""

import pytest

from gridloom_desktop.command.output import sentence
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Language, tr, use_language


@pytest.mark.parametrize(
    ("file", "language", "told"),
    [
        ("rule.toml", "en", "rule.toml, line 3, key check.find: The city"),
        ("rule.toml", "zh", "rule.toml，第 3 行，键 check.find："),
        ("claims.csv", "en", "claims.csv, row 3, column check.find: The city"),
        ("claims.csv", "zh", "claims.csv，第 3 行，列 check.find："),
    ],
)
def test_toml_has_keys_on_lines_and_tables_have_columns_in_rows(
    file: str, language: Language, told: str
) -> None:
    use_language(language)
    fault = BadInput("any", tr("The city"), Where(file=file, row=3, column="check.find"))
    assert sentence(fault).startswith(told)
    use_language("en")
