"""XML as QGIS reads it: elements with texts of any kind, and its maps of options."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

Option = str | int | float | bool | Sequence["Option"] | Mapping[str, "Option"]
"""What QGIS keeps as a variant."""
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold."""


def child(parent: Element, tag: str, text: str | None = None, /, **attributes: object) -> Element:
    """Append an element; attributes are written as texts, truth values as 0 and 1.

    Of an attribute whose name is a word of Python the last underscore is left out.
    """
    made = {name.rstrip("_"): _attribute(value) for name, value in attributes.items()}
    element = ET.SubElement(parent, tag, made)
    if text is not None:
        element.text = legal(text)
    return element


def _attribute(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else legal(str(value))


def options(parent: Element, values: Mapping[str, Option]) -> Element:
    """Append a map of options, as symbols, ramps and custom properties keep them."""
    return _option(parent, None, values)


def _option(parent: Element, name: str | None, value: Option) -> Element:
    named = {} if name is None else {"name": name}
    if isinstance(value, Mapping):
        element = child(parent, "Option", type="Map", **named)
        for key, one in value.items():
            _option(element, key, one)
    elif isinstance(value, bool):
        element = child(parent, "Option", type="bool", value="true" if value else "false", **named)
    elif isinstance(value, str):
        element = child(parent, "Option", type="QString", value=value, **named)
    elif isinstance(value, Sequence):
        element = child(parent, "Option", type="List", **named)
        for one in value:
            _option(element, None, one)
    else:
        kind = "int" if isinstance(value, int) else "double"
        element = child(parent, "Option", type=kind, value=decimal(value), **named)
    return element


def document(root: Element, doctype: str) -> str:
    """Return the text of a document; the same elements give the same text."""
    ET.indent(root)
    return f"<!DOCTYPE {doctype}>\n{ET.tostring(root, encoding='unicode')}\n"


def legal(text: str) -> str:
    """Return a text without what no XML can hold.

    >>> legal("a\\x00b")
    'ab'
    """
    return ILLEGAL.sub("", text)


def shown(text: str) -> str:
    """Return a text for a legend or a title, in which QGIS would work out ``[% … %]``."""
    return text.replace("[%", "[ %")


def decimal(value: float) -> str:
    """Return a number that reads back as the same one, without an exponent.

    >>> decimal(1e-7), decimal(2.0), decimal(3)
    ('0.0000001', '2', '3')
    """
    if isinstance(value, int):
        return str(value)
    from numpy import format_float_positional  # late: see gridloom_analytics.cartography

    return format_float_positional(value, trim="-")


def rgba(colour: str, alpha: float = 1.0) -> str:
    """Return ``#rrggbb`` as QGIS writes a colour.

    >>> rgba("#ff8000")
    '255,128,0,255'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"
