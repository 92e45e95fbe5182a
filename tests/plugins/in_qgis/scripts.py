"""Executables that stand where the command does."""

from __future__ import annotations

from pathlib import Path


def script(folder: Path, text: str, name: str = "gridloom") -> Path:
    """Return an executable that is no Gridloom."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def answering(folder: Path, *data: str) -> Path:
    """Return one that says who it is, and answers each further question with the next ``data``."""
    told = """read line; echo '{"id": %d, "ok": true, "version": 1, "data": %s}'"""
    version = '{"gridloom": "0.1.0", "analyses": "x"}'
    return script(folder, "\n".join(told % one for one in enumerate((version, *data), 1)))
