"""Commands about the encryption of a workspace: encrypt, decrypt, and where its key is."""

from pathlib import Path
from typing import Annotated

import typer

from gridloom_desktop.command.answer import Answer
from gridloom_desktop.command.manual import command, option
from gridloom_desktop.command.opening import City
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

app = typer.Typer()


def key_lines(city: Path, keeper: str) -> tuple[Message, ...]:
    """Tell where the key of a workspace is kept, and that nobody can do without it."""
    kept = {
        "keyring": tr("Its key is in the keyring of this computer."),
        "file": tr("Its key is in the file that GRIDLOOM_KEY_FILE names."),
        "passphrase": tr("Its key is made of the passphrase in GRIDLOOM_PASSPHRASE."),
    }[keeper]
    if keeper == "passphrase":
        return (kept, tr("Without the passphrase nobody can read it, and nobody can restore it."))
    return (
        kept,
        tr("Without the key nobody can read it: “gridloom key {city} --out FILE” makes a copy to "
           "keep elsewhere.", city=city.name),
    )  # fmt: skip


@command(
    app,
    "encrypt",
    tr("Encrypt the records of a workspace: one change that writes them anew."),
    "encrypt city.gridloom",
)
def encrypt(context: typer.Context, city: City) -> Answer:
    """Encrypt the records of a workspace."""
    from gridloom_layers.workspace import encrypting, open_workspace

    store = open_workspace(city)
    keeper = encrypting.encrypt(store, context.obj.progress)
    lines = [
        tr("The records of “{city}” are encrypted.", city=str(city)),
        *key_lines(city, keeper),
        tr("Layers of areas and buildings, results on them, measures and the log are not; backups "
           "and copies from before are plain too."),
    ]  # fmt: skip
    if rest := encrypting.still_there(store):
        lines.append(tr("{count} plain files are still read by another process; the next change "
                        "after it ends removes them.", count=len(rest)))  # fmt: skip
    return Answer({"path": city, "encrypted": True, "key": keeper, "plain": len(rest)}, lines)


@command(
    app,
    "decrypt",
    tr("Write the records of an encrypted workspace plain again."),
    "decrypt city.gridloom",
)
def decrypt(context: typer.Context, city: City) -> Answer:
    """Decrypt the records of a workspace."""
    from gridloom_layers.workspace import encrypting, open_workspace

    encrypting.decrypt(open_workspace(city), context.obj.progress)
    told = tr("The records of “{city}” are plain.", city=str(city))
    return Answer({"path": city, "encrypted": False}, (told,))


Out = Annotated[
    Path | None, option("--out", "FILE", tr("write a copy of the key to this key file"))
]
From = Annotated[
    Path | None, option("--from", "FILE", tr("put the key of this key file into the keyring"))
]


@command(
    app,
    "key",
    tr("Copy the key of an encrypted workspace to a file, or from a file into the keyring."),
    "key city.gridloom --out city.key",
    "key city.gridloom --from city.key",
)
def key(city: City, out: Out = None, source: From = None) -> Answer:
    """Copy the key of a workspace."""
    from gridloom_layers.workspace import encrypting, open_workspace

    if (out is None) == (source is None):
        raise BadInput("bad-command-line", tr("Give either --out or --from."))
    store = open_workspace(city)
    if out is not None:
        encrypting.copy_key(store, out)
        told = tr("The key of “{city}” is in “{file}”; whoever has both can read it.",
                  city=str(city), file=str(out))  # fmt: skip
    else:
        encrypting.take_key(store, source or Path())
        told = tr("The key of “{city}” is in the keyring of this computer.", city=str(city))
    return Answer({"path": city, "out": out, "from": source}, (told,))
