"""What the columns hold that no field of the role is mapped to."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.numbers import GROUPED
from gridloom_layers.importing.texts import as_text, without_placeholders
from gridloom_layers.roles import FieldType
from gridloom_layers.roles.aliases import fold_header

CODE_HEADER = re.compile(r"(码|号|标识|电话|手机|邮编|id|no|zip|tel)$|code|phone")
INTEGER = r"^-?(0|[1-9]\d{0,8}|[1-9]\d{0,2}(,\d{3})+)$"
DECIMAL = r"^-?(0|[1-9]\d{0,11})(\.\d+)?$"


def infer_type(header: str, array: pa.Array) -> FieldType:
    """Return the type of a column by its values; text where they could be codes.

    >>> infer_type("人口", pa.array(["1,679", "12"])), infer_type("網格編號", pa.array(["12"]))
    ('integer', 'text')
    """
    kind = array.type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "datetime"
    if CODE_HEADER.search(fold_header(header)):
        return "text"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    return _infer_from_text(array) if pa.types.is_string(kind) else "text"


def _infer_from_text(array: pa.Array) -> FieldType:
    text = without_placeholders(as_text(array)).drop_null()
    if not len(text):
        return "text"
    if _all_match(text, INTEGER):
        return "integer"
    return "number" if _all_match(text, f"{DECIMAL}|{GROUPED}") else "text"


def _all_match(text: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(text, pattern)).as_py())
