"""How clusters are drawn: the largest ones in colours that can be told apart, noise in grey."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import called
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_layers.language import Message, tr

COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d")
"""ColorBrewer's Dark2 without its grey."""
OTHER, NOISE = ("other", "#4d4d4d"), ("noise", "#d9d9d9")


def groups(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Return what each row is drawn as: the number of a large cluster, ``other`` or ``noise``.

    >>> groups(np.array([1, 8, -1])).tolist()
    ['1', 'other', 'noise']
    """
    drawn = labels.astype(str).astype(object)
    drawn[labels > len(COLOURS)] = OTHER[0]
    drawn[labels < 0] = NOISE[0]
    return drawn


def cluster_style(inputs: Inputs, count: int) -> Style:
    """Return the style of the column ``membership`` for ``count`` clusters."""
    shown = min(count, len(COLOURS))
    classes = [
        _class(str(number), colour, tr("cluster {number}", number=number))
        for number, colour in enumerate(COLOURS[:shown], start=1)
    ]
    if count > shown:
        classes.append(_class(*OTHER, tr("smaller clusters")))
    classes.append(_class(*NOISE, tr("in no cluster")))
    return Style(
        column="membership",
        title=tr("Clusters of “{layer}”", layer=called(inputs)).both(),
        kind="categorical",
        classes=tuple(classes),
        method="cluster",
    )


def _class(value: str, colour: str, label: Message) -> StyleClass:
    return StyleClass(colour=colour, label=label.both(), value=value)
