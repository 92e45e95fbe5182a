"""Benchmarks: ours and a peer in one run; ``python -m benchmarks NAME [--full]``."""
