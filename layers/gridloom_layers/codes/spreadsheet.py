"""Codes that a spreadsheet took for numbers: 15 digits are kept, the rest is lost."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import Mask

AS_NUMBER = r"^(\d(\.\d+)?E\+?\d+|\d{16,}\.0+)$"


def written_as_number(text: pa.StringArray, among: Mask) -> Mask:
    """Return which texts ``among`` some are numbers such as ``4.40306E+17``."""
    found = np.zeros(len(text), np.bool_)
    positions = np.flatnonzero(among)
    if len(positions):
        matches = pc.match_substring_regex(text.take(pa.array(positions)), AS_NUMBER)
        found[positions] = pc.fill_null(matches, fill_value=False).to_numpy(zero_copy_only=False)
    return found
