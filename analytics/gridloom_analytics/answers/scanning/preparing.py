"""From a layer and parameters to what is scanned."""

from gridloom_analytics.analyses.scan import ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.scanning.asking import refuse_combinations
from gridloom_analytics.answers.scanning.events import study_of_events
from gridloom_analytics.answers.scanning.material import Material, refuse_single
from gridloom_analytics.answers.scanning.rows import study_of_rows


def prepare(inputs: Inputs, parameters: ScanParameters) -> Material:
    """Return what is scanned; raise ``BadInput`` for what cannot be."""
    refuse_combinations(inputs, parameters)
    reader = study_of_rows if parameters.events is None else study_of_events
    made = reader(inputs, parameters)
    refuse_single(
        inputs,
        made.study,
        in_space=parameters.scan != "time",
        in_time=parameters.scan != "space",
    )
    return made
