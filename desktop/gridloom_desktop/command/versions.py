"""The answer of ``gridloom --version``: which Gridloom this is, and which analyses it knows."""

import hashlib
import json
from importlib.metadata import version
from typing import Annotated

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.manual import flag
from gridloom_layers.language import tr

VERSION_SWITCH = "--version"
Version = Annotated[bool, flag(VERSION_SWITCH, tr("tell which Gridloom this is"))]


def versions() -> Answer:
    """Return the version of Gridloom and a digest of its catalogue of analyses.

    The digest changes with what ``gridloom analyses --json`` answers, other packages' analyses
    included: who keeps that answer need not ask for it again.
    """
    from gridloom_analytics.analyses import catalogue

    known = json.dumps([one.to_json() for one in catalogue().values()], sort_keys=True)
    number = version("gridloom")
    digest = hashlib.sha256(known.encode()).hexdigest()[:16]
    return Answer({"gridloom": number, "analyses": digest}, [f"gridloom {number}"])
