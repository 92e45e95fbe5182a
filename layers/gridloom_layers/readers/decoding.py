"""A stream of bytes in any encoding as a stream of UTF-8, illegal bytes replaced and counted."""

import codecs
import io
from collections.abc import Callable
from typing import Any, BinaryIO


class Utf8Stream(io.RawIOBase):
    """Reads ``stream`` in ``encoding`` and gives UTF-8; tells ``on_illegal`` of replaced bytes.

    ``quotes`` is the number of quotation marks so far: odd at the end where one is never closed.
    """

    def __init__(self, stream: BinaryIO, encoding: str, on_illegal: Callable[[int], None]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._on_illegal = on_illegal
        self._ready = b""
        self._ended = False
        self.quotes = 0

    def readable(self) -> bool:
        """Return True: this is what it is for."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` with as much UTF-8 as is at hand; 0 at the end."""
        while not self._ready and not self._ended:
            self._refill(max(len(buffer), 65_536))
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _refill(self, size: int) -> None:
        chunk = self._stream.read(size)
        self._ended = not chunk
        text = self._decoder.decode(chunk, final=self._ended)
        if illegal := text.count("\ufffd"):
            self._on_illegal(illegal)
        # NUL bytes end a field for some parsers and mean nothing in a text
        self._ready = text.replace("\0", "").encode("utf-8", errors="replace")
        self.quotes += self._ready.count(b'"')

    def close(self) -> None:
        """Close the stream underneath too."""
        self._stream.close()
        super().close()
