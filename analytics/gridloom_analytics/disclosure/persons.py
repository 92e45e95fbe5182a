"""What is known to count persons; numbers and classes of single ones that do not tell of them."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.disclosure.thresholds import THRESHOLD
from gridloom_layers.roles import role
from gridloom_layers.workspace import TableInfo


def counts_persons(table: TableInfo) -> bool:
    """Whether each row of ``table`` stands for a person: persons, and registers of persons."""
    known = role(table.role)
    if not known.personal:
        return False
    coded = {field.name for field in known.fields if field.code == "citizen"}
    return table.role == "person" or bool(coded & set(table.field_names))


def ends_coded(
    numbers: npt.NDArray[np.float64], threshold: int = THRESHOLD
) -> npt.NDArray[np.float64]:
    """Return numbers of persons, the extreme ones as one that ``threshold`` persons reach.

    This is top and bottom coding (Hundepool et al. 2012, Statistical Disclosure Control, ch. 3):
    the range of a legend would tell how old the oldest person is. Of too few numbers for both ends
    all are the middle one, of fewer than ``threshold`` none is left (NaN).

    >>> ends_coded(np.array([1.0, 5, 5, 6, 9]), threshold=2).tolist()
    [5.0, 5.0, 5.0, 6.0, 6.0]
    """
    known = np.sort(numbers[np.isfinite(numbers)])
    if len(known) < threshold:
        return np.full(len(numbers), np.nan)
    low, high = known[threshold - 1], known[-threshold]
    if low > high:
        low = high = known[len(known) // 2]
    return np.clip(np.where(np.isfinite(numbers), numbers, np.nan), low, high)


def in_small_classes(
    classes: npt.NDArray[np.int16], threshold: int = THRESHOLD
) -> npt.NDArray[np.bool_]:
    """Return which persons are in ``classes`` (−1: in none) of fewer than ``threshold`` persons.

    Where these are fewer together, the smallest other class is with them: a single class that
    nobody is drawn in would tell what those have that are withheld.

    >>> in_small_classes(np.array([0, 1, 1, 2, 2, 2, -1], np.int16), threshold=2).tolist()
    [True, True, True, False, False, False, False]
    """
    sizes = np.bincount(classes[classes >= 0])
    small = (sizes > 0) & (sizes < threshold)
    if 0 < sizes[small].sum() < threshold and (sizes >= threshold).any():
        small[np.where(sizes >= threshold, sizes, len(classes) + 1).argmin()] = True
    return np.append(small, False)[classes]
