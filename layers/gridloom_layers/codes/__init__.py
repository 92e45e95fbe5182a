"""Codes of persons, entities, areas, buildings and components: normal form and check."""

from gridloom_layers.codes import building, citizen, credit, division, organisation, room
from gridloom_layers.codes.check import FAULTS, KINDS, CodeCheck, check
from gridloom_layers.codes.normal import Normal, normalise
from gridloom_layers.codes.titles import title

__all__ = [
    "FAULTS",
    "KINDS",
    "CodeCheck",
    "Normal",
    "building",
    "check",
    "citizen",
    "credit",
    "division",
    "normalise",
    "organisation",
    "room",
    "title",
]
