"""Disclosure control: which figures may be published, and how codes are masked. Pure rules."""

from gridloom_analytics.disclosure.masks import Mask, mask_for
from gridloom_analytics.disclosure.scrubbing import scrubbed
from gridloom_analytics.disclosure.thresholds import (
    THRESHOLD,
    coarse,
    rounded_total,
    small_counts,
)

__all__ = ["THRESHOLD", "Mask", "coarse", "mask_for", "rounded_total", "scrubbed", "small_counts"]
