"""Comparison: of the same areas one by one, or of two cities as a whole."""

from gridloom_analytics.analyses.compare import CompareParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.compare.areas import compare_areas
from gridloom_analytics.answers.compare.cities import compare_cities
from gridloom_analytics.result import Result
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress


def compare(inputs: Inputs, parameters: CompareParameters, seed: int, progress: Progress) -> Result:
    """Return two columns of the same areas compared row by row, or two cities as a whole.

    The second column is ``other`` of the same layer, or that of ``city``: with a ``code`` its
    areas are found again, without one the two layers are taken as two sets of areas.
    """
    if parameters.other is not None and parameters.city is not None:
        raise BadInput(
            "two-comparisons",
            tr("“other” and “city” each say what to compare with."),
            Where(layer=inputs.name, column=parameters.other),
            tr("Give one of the two."),
        )
    if parameters.other is None and parameters.city is None:
        raise BadInput(
            "nothing-to-compare",
            tr("There is nothing to compare “{column}” with.", column=parameters.value),
            Where(layer=inputs.name, column=parameters.value),
            tr("Name a second value of the same areas, or another layer."),
        )
    if parameters.city is not None and parameters.code is None:
        return compare_cities(inputs, parameters, seed, progress)
    return compare_areas(inputs, parameters, seed, progress)
