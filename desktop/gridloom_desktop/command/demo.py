"""The command ``demo``."""

import typer

app = typer.Typer()
