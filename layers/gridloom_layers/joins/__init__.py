"""Joins: by code, by place, by name, each with a report."""

from gridloom_layers.joins.by_address import match_addresses
from gridloom_layers.joins.by_code import match_codes
from gridloom_layers.joins.by_name import match_names
from gridloom_layers.joins.by_place import match_places
from gridloom_layers.joins.collecting import PLACED_BY, collecting_areas, collecting_level
from gridloom_layers.joins.doctor import (
    ADVICE,
    WHEN_REPAIRED,
    Diagnosis,
    Missing,
    diagnoses,
    links_between,
    missing_joins,
)
from gridloom_layers.joins.in_text import match_texts
from gridloom_layers.joins.join import By, How, diagnose, find_matches, join
from gridloom_layers.joins.matches import REASONS, RULES, Matches, reason_title, rule_title
from gridloom_layers.joins.report import Example, JoinReport

__all__ = [
    "ADVICE",
    "PLACED_BY",
    "REASONS",
    "RULES",
    "WHEN_REPAIRED",
    "By",
    "Diagnosis",
    "Example",
    "How",
    "JoinReport",
    "Matches",
    "Missing",
    "collecting_areas",
    "collecting_level",
    "diagnose",
    "diagnoses",
    "find_matches",
    "join",
    "links_between",
    "match_addresses",
    "match_codes",
    "match_names",
    "match_places",
    "match_texts",
    "missing_joins",
    "reason_title",
    "rule_title",
]
