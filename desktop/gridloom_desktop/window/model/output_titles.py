"""What the further outputs of our analyses are called."""

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.language import tr

VALUES, FIGURES = "values", "scalars"
"""The primary output and the global figures as tables."""
TITLES = {
    VALUES: tr("Values"),
    FIGURES: tr("Global figures"),
    "alike": tr("Cases alike"),
    "bands": tr("Bands of density"),
    "cells": tr("Cells"),
    "centres": tr("Centres"),
    "checks": tr("Checks"),
    "circles": tr("Circles"),
    "classes": tr("Classes"),
    "clusters": tr("Clusters"),
    "coefficients": tr("Coefficients"),
    "comparisons": tr("Comparisons"),
    "contours": tr("Contours"),
    "correlations": tr("Correlations"),
    "counts": tr("Counts"),
    "course": tr("Course over time"),
    "density": tr("Density"),
    "diagnostics": tr("Diagnostics"),
    "ellipses": tr("Standard deviational ellipses"),
    "funnel": tr("Funnel"),
    "histogram": tr("Histogram"),
    "hulls": tr("Outlines of the clusters"),
    "imports": tr("Imports"),
    "k": tr("Ripley's K"),
    "kinds": tr("Kinds"),
    "links": tr("Links between neighbours"),
    "local": tr("Local coefficients"),
    "lorenz": tr("Lorenz curve"),
    "p": tr("p-value"),
    "pairs": tr("Pairs of events"),
    "patterns": tr("Patterns in time"),
    "periods": tr("Periods"),
    "pyramid": tr("Population pyramid"),
    "quadrats": tr("Quadrats"),
    "risk": tr("Relative risk"),
    "scales": tr("Distances that were tried"),
    "scatter": tr("Scatter plot"),
    "sources": tr("Sources"),
    "spatial_model": tr("Spatial model"),
    "steps": tr("Steps of time"),
    "tolerance": tr("Where the risk is beyond chance"),
    "totals": tr("Totals"),
    "unallocated": tr("What has no place"),
}


def output_title(name: str) -> Bilingual:
    """Return what an output is called; one of another package by its name."""
    known = TITLES.get(name)
    return known.both() if known else {"zh": name, "en": name}
