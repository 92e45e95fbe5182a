"""Names as they are compared: half-width, no spaces, 臺 as 台."""

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import as_text


def fold_names(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return names after NFKC, without spaces, 臺 folded to 台; blank ones null.

    >>> fold_names(pa.array(["臺北市　大安區", " ", None])).to_pylist()
    ['台北市大安區', None, None]
    """
    folded = pc.utf8_normalize(as_text(values), form="NFKC")
    folded = pc.replace_substring_regex(folded, pattern=r"\s+", replacement="")
    folded = pc.replace_substring(folded, pattern="臺", replacement="台")
    return pc.if_else(pc.equal(folded, ""), pa.scalar(None, pa.string()), folded)
