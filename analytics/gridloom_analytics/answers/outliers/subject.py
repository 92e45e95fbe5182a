"""What a local statistic is of: sites with a value, marked ones, or ones with two values."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.outliers import OutlierParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.colours import marked_sites
from gridloom_analytics.answers.sites import Sites, complete_sites, numbers
from gridloom_analytics.bilingual import Given
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Subject:
    """The sites, the second value of each (None without one), and what a mark means."""

    sites: Sites
    others: Floats | None = None
    mark: Message | None = None

    @property
    def neighbours(self) -> Floats:
        """The values that are looked at around a site: the second ones, where there are any."""
        return self.sites.values if self.others is None else self.others


def subject_of(inputs: Inputs, parameters: OutlierParameters) -> Subject:
    """Return what the statistic is of; raise ``BadInput`` where a column cannot be used."""
    if parameters.statistic == "join-count":
        coloured = marked_sites(inputs, parameters.value, parameters.threshold)
        return Subject(coloured.sites, mark=Given.of(coloured.names[1]))
    if parameters.statistic == "bivariate":
        return _two_values(inputs, parameters)
    return Subject(complete_sites(inputs, parameters.value))


def _two_values(inputs: Inputs, parameters: OutlierParameters) -> Subject:
    other = parameters.other
    if other is None or other == parameters.value:
        raise BadInput(
            "missing-parameter",
            tr("The bivariate statistic needs a second value."),
            Where(layer=inputs.name, column="other"),
            tr("Name another column as the second value."),
        )
    pair = (parameters.value, other)
    both = np.isfinite(numbers(inputs, pair[0])) & np.isfinite(numbers(inputs, pair[1]))
    known = {name: np.where(both, numbers(inputs, name), np.nan) for name in pair}
    complete = replace(inputs, layer=inputs.layer.assign(**known))
    sites, others = (complete_sites(complete, name) for name in pair)
    return Subject(sites, others.values)
