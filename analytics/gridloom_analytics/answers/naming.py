"""What the rows of a layer are called."""

from gridloom_analytics.analysis import Inputs

NAMES = ("name", "code")
"""Columns that hold what an area is called, in any case; the first one that is there."""


def names_of(inputs: Inputs) -> list[str]:
    """Return for each row its name, without such a column its code, else the number of the row."""
    known = {str(column).lower(): column for column in reversed(list(inputs.layer.columns))}
    keys = inputs.layer.index.astype(str)
    column = next((known[name] for name in NAMES if name in known), None)
    if column is None:
        return keys.tolist()
    texts = inputs.layer[column].astype("string").to_numpy(dtype=object, na_value=None)
    return [key if text is None else str(text) for key, text in zip(keys, texts, strict=True)]
