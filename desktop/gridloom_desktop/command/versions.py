"""The answer of ``gridloom --version``: which Gridloom this is, and which analyses it knows."""

import hashlib
import json
import platform
import sys
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.manual import flag
from gridloom_layers.language import tr

VERSION_SWITCH = "--version"
Version = Annotated[bool, flag(VERSION_SWITCH, tr("tell which Gridloom this is"))]


def versions() -> Answer:
    """Return the version of Gridloom, a digest of its catalogue of analyses, and its Python.

    The digest changes with what ``gridloom analyses --json`` answers, other packages' analyses
    included: who keeps that answer need not ask for it again. ``window`` says whether there is
    what ``gridloom desktop`` needs, ``executable`` which Python runs.
    """
    from gridloom_analytics.analyses import catalogue
    from gridloom_desktop.publishing.file_formats import catalogue_entry

    known = json.dumps([catalogue_entry(one) for one in catalogue().values()], sort_keys=True)
    number = version("gridloom")
    digest = hashlib.sha256(known.encode()).hexdigest()[:16]
    own = {"python": platform.python_version(), "executable": sys.executable}
    window = find_spec("PyQt6") is not None
    told = {"gridloom": number, "analyses": digest, **own, "window": window}
    return Answer(told, [f"gridloom {number}"])
