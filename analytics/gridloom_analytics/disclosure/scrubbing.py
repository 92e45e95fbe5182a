"""Identifiers inside free text: a note that holds a citizen ID or a mobile number."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import pyarrow as pa

CITIZEN_ID = (
    r"(^|[^0-9A-Za-z])([1-9][0-9]{2})[0-9]{3}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]($|[^0-9A-Za-z])"
)
MOBILE = r"(^|[^0-9A-Za-z])(1[3-9][0-9])[0-9]{4}([0-9]{4})($|[^0-9A-Za-z])"


def scrubbed(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text column with citizen IDs (first 3 kept) and mobile numbers (3 + 4) masked.

    Numbers are found by their form alone, so a code that looks like one is masked too.

    >>> scrubbed(pa.chunked_array([["电话13800138000，李"]])).to_pylist()
    ['电话138****8000，李']
    """
    import pyarrow.compute as pc  # late: the rules are asked for before any text is

    for _ in range(2):  # a second pass finds a number that shared its border with the one before
        text = pc.replace_substring_regex(text, CITIZEN_ID, r"\1\2***************\3")
        text = pc.replace_substring_regex(text, MOBILE, r"\1\2****\3\4")
    return text
