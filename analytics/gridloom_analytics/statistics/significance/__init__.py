"""From statistics to statements: permutation, p-values, corrections for many tests."""
