"""The command ``sample``: the source files of a made-up city."""

from pathlib import Path
from typing import Annotated

import typer

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.manual import argument, command, option
from gridloom_desktop.command.values import count
from gridloom_layers.language import tr

app = typer.Typer()

Folder = Annotated[Path, argument("OUT", tr("the folder to write the files into"))]
Persons = Annotated[
    int, option("--persons", "N", tr("persons of the city, 20000 to 18000000"), count)
]
Seed = Annotated[int, option("--seed", "S", tr("the same seed gives the same city"), count)]


@command(
    app,
    "sample",
    tr("Make the source files of a made-up city on the real map of Shenzhen."),
    "sample sample-city --persons 20000 --seed 1",
)
def sample(
    context: typer.Context, out: Folder, persons: Persons = 20_000, seed: Seed = 1
) -> Answer:
    """Make a city's source files."""
    from gridloom_sample import make_city

    make_city(out, persons, seed, context.obj.progress)
    files = sorted(path.name for path in out.iterdir())
    told = tr("A made-up city of {persons:,} persons is in “{out}”.", persons=persons, out=str(out))
    return Answer({"out": out, "persons": persons, "seed": seed, "files": files}, (told,))
