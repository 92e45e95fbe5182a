"""Which encoding a text is in: exact where it can be, by the frequency of characters where not."""

import codecs
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EVIDENCE = 2**20
"""So many bytes are read at a time."""
ENOUGH = EVIDENCE // 2
"""As many bytes of lines that are not ASCII are looked at, from wherever they are in the file."""
TOLERATED = 0.01
"""The share of illegal characters up to which a text still counts as written in an encoding."""
MISREAD = 0.1
"""The share from which on a text is taken to be written in another encoding."""
SAME = {"big5": "cp950", "gbk": "gb18030", "gb2312": "gb18030"}
"""Encodings that are read as the one that contains them."""


def evidence(stream: BinaryIO) -> bytes:
    """Return the lines of a stream that tell its encoding: those with bytes beyond ASCII."""
    found, head = [], stream.read(4)
    if any(head.startswith(mark) for mark, _ in MARKS):
        return head
    while sum(map(len, found)) < ENOUGH and (chunk := stream.read(EVIDENCE) + stream.readline()):
        chunk, head = head + chunk, b""
        if not chunk.isascii():
            found.append(b"\n".join(line for line in chunk.split(b"\n") if not line.isascii()))
    return b"\n".join(found)


def detect_encoding(path: Path, data: bytes) -> str:
    """Return the Python name of the encoding of ``data``.

    A byte order mark decides; then UTF-8, which hardly any other text is by chance; then GB18030
    or Big5 (cp950), whichever yields the more common characters; then what charset-normalizer
    makes of it. ``path`` is named in the ``BadInput`` raised where nothing fits.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if data.isascii() or _illegal_share(data) <= TOLERATED:
        return "utf-8"
    scores = {name: _commonness(data, name) for name in ("gb18030", "cp950")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0.5:
        return best
    guess = None if b"\0" in data else from_bytes(data[:EVIDENCE]).best()
    if guess is None:
        raise unreadable_encoding(path)
    return SAME.get(guess.encoding, guess.encoding)


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding that a user gave; refuse one that does not exist.

    >>> known_encoding("GBK")
    'gb18030'
    """
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # only encodings of text can: not hex, not zlib
    except LookupError as error:
        raise BadInput(
            "unknown-encoding",
            tr("There is no encoding “{encoding}”.", encoding=name),
            hint=tr("Use utf-8, gb18030 or big5."),
        ) from error
    return SAME.get(found, found)


def check_encoding(path: Path, data: bytes, encoding: str) -> None:
    """Refuse an encoding that a user gave, where the text is not written in it."""
    if _illegal_share(data, encoding) > MISREAD:
        raise wrong_encoding(path, encoding)


def wrong_encoding(path: Path, encoding: str) -> BadInput:
    """Return the error for a text that is not in the encoding that a user gave."""
    return BadInput(
        "wrong-encoding",
        tr(
            "“{file}” is not written in the encoding {encoding}.", file=path.name, encoding=encoding
        ),
        Where(file=str(path)),
        tr("Leave --encoding out, or name the right one, such as gb18030."),
    )  # fmt: skip


def unreadable_encoding(path: Path) -> BadInput:
    """Return the error for a text in no encoding that can be told."""
    return BadInput(
        "unreadable-encoding",
        tr("The encoding of “{file}” cannot be made out.", file=path.name),
        Where(file=str(path)),
        tr("Name it with --encoding, for example --encoding gb18030."),
    )


def _illegal_share(data: bytes, encoding: str = "utf-8") -> float:
    """Return the share of illegal sequences among the characters beyond ASCII."""
    text = data.decode(encoding, errors="replace")
    wide = len(text) - len(text.encode("ascii", errors="ignore"))
    return text.count("\ufffd") / wide if wide else 0.0


def _commonness(data: bytes, encoding: str) -> float:
    """Return the share of common characters among those beyond ASCII, illegal ones against it."""
    text = data[:EVIDENCE].decode(encoding, errors="replace")
    wide = {character: n for character, n in Counter(text).items() if character > "\x7f"}
    common = sum(n for character, n in wide.items() if _is_common(character, encoding))
    total = sum(wide.values())
    return (common - 5 * wide.get("\ufffd", 0)) / total if total else 0.0


def _is_common(character: str, encoding: str) -> bool:
    """Tell whether a character is of the first level: GB 2312 rows 1-3 and 16-55, Big5 A1-C6."""
    try:
        code = character.encode("gb2312" if encoding == "gb18030" else encoding)
    except UnicodeEncodeError:
        return False
    if encoding == "gb18030":
        return 0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7
    return 0xA1 <= code[0] <= 0xC6
