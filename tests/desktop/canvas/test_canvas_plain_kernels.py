"""Kernels that count no references, by an option that numba does not promise."""

import numpy as np
import pytest
from numba import njit, types
from numba.core.errors import TypingError

from gridloom_desktop.canvas.kernels.coverage import PLAIN, add_edge

FLOATS, WHOLES = (types.float64,) * 4, (types.int64,) * 2
EDGE = (types.Array(types.int64, 3, "C"), *WHOLES, *FLOATS, *WHOLES)


def code_of(**options: object) -> str:
    """Return the code that numba makes of the kernel of edges."""
    compiled = njit(EDGE, **options)(add_edge.py_func)
    return compiled.inspect_llvm(compiled.signatures[0])


def test_numba_counts_references_unless_it_is_told_not_to() -> None:
    counting = {name: value for name, value in PLAIN.items() if name != "_nrt"}
    assert "NRT_incref" in code_of(**counting) and "NRT_" not in code_of(**PLAIN)


def test_a_kernel_that_counts_none_cannot_allocate() -> None:
    with pytest.raises(TypingError):
        njit((types.int64,), **PLAIN)(lambda size: np.zeros(size)[0])
