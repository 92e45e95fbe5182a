"""Building codes (Shenzhen): 19 letters or digits. The prefix does not tell where it stands."""

import pyarrow as pa

from gridloom_layers.codes.characters import Mask, all_in, of_length, present, spread
from gridloom_layers.codes.organisation import ALPHABET

WIDTH = 19
ROOM_WIDTH = 25


def findings(text: pa.StringArray) -> dict[str, Mask]:
    """Return ``bad-form``, and ``room-instead-of-building`` for room codes (25 characters)."""
    size = len(text)
    rows, at = of_length(text, WIDTH)
    rooms, rooms_at = of_length(text, ROOM_WIDTH)
    good = spread(size, at, all_in(rows, ALPHABET))
    longer = spread(size, rooms_at, all_in(rooms, ALPHABET))
    return {"bad-form": present(text) & ~good & ~longer, "room-instead-of-building": longer}
