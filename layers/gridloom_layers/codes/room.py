"""Room codes (Shenzhen): the 19 characters of the building + 6 (000000 = the whole building)."""

import pyarrow as pa

from gridloom_layers.codes.building import ROOM_WIDTH, WIDTH
from gridloom_layers.codes.characters import Mask, all_in, of_length, place, present, spread
from gridloom_layers.codes.normal import normalise
from gridloom_layers.codes.organisation import ALPHABET

NO_ROOM = "000000"


def findings(text: pa.StringArray) -> dict[str, Mask]:
    """Return ``bad-form`` for normalised room codes."""
    rows, at = of_length(text, ROOM_WIDTH)
    good = spread(len(text), at, all_in(rows, ALPHABET))
    return {"bad-form": present(text) & ~good}


def building_part(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return the building code inside each room code, null elsewhere.

    >>> building_part(pa.array(["44030600960102T0117000301"])).to_pylist()
    ['44030600960102T0117']
    """
    text = normalise(values).text
    rows, at = of_length(text, ROOM_WIDTH)
    good = all_in(rows, ALPHABET)
    return place(len(text), at[good], rows[good][:, :WIDTH])


def whole_building(code: str) -> bool:
    """Return whether a room code stands for all of its building.

    >>> whole_building("44030600960102T0117000000")
    True
    """
    return len(code) == ROOM_WIDTH and code.endswith(NO_ROOM)
