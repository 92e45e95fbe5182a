"""Spatial autocorrelation of a value or of kinds of places, by one of four global statistics."""

from gridloom_analytics.analyses.autocorrelation import AutocorrelationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.autocorrelation.joins import joins
from gridloom_analytics.answers.autocorrelation.values import values
from gridloom_analytics.result import Result
from gridloom_layers.progress import Progress

__all__ = ["autocorrelation"]


def autocorrelation(
    inputs: Inputs, parameters: AutocorrelationParameters, seed: int, progress: Progress
) -> Result:
    """Return a global statistic as scalars, and what it is made of for each row of the layer.

    Scalars: the statistic (``i``, ``c``, ``g`` or ``joins``), ``expected`` and ``variance`` under
    randomisation, ``z`` (spdep's sign: above 0 where like values are neighbours), two-sided ``p``
    and ``p_sim``, and whole numbers of places, links and islands. Islands take no part.
    """
    answer = joins if parameters.statistic == "join-counts" else values
    return answer(inputs, parameters, seed, progress)
