"""Comparison (比对): rules, claims, and what the base says of them."""

from gridloom_analytics.verification.claims import Claims, read_claims
from gridloom_analytics.verification.plan import Plan, plan_rule
from gridloom_analytics.verification.reasons import OUTCOME_TITLES, OUTCOMES, UNREADABLE
from gridloom_analytics.verification.rule_file import RuleFile, read_rule
from gridloom_analytics.verification.verifying import PUBLISHED_SECONDS, Verification, verify

__all__ = [
    "OUTCOMES",
    "OUTCOME_TITLES",
    "PUBLISHED_SECONDS",
    "UNREADABLE",
    "Claims",
    "Plan",
    "RuleFile",
    "Verification",
    "plan_rule",
    "read_claims",
    "read_rule",
    "verify",
]
