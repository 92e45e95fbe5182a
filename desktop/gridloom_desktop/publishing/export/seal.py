"""The seal of what has passed the gate; only modules of the gate import it (a contract checks)."""

SEAL = object()
