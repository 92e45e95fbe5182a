"""The pages of ``--help``, in the chosen language, with examples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from gridloom_desktop.command.values import WrongValue
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:
    from rich.console import Console

EVERYWHERE = (
    ("--json", "", tr("answer as one JSON object")),
    ("--progress", "json", tr("report each step as a JSON line on standard error")),
    ("--lang", "zh|en", tr("language of what is said (the machine's where not given)")),
    ("--help", "", tr("show this page")),
)


class ManualAsked(Exception):  # noqa: N818 - not an error: the user asked for a page
    """Raised where typer would print a page of help; whoever answers prints it."""

    def __init__(self, context: typer.Context) -> None:
        super().__init__(context.command_path)
        self.context = context


class ManualCommand(TyperCommand):
    """A command whose help is a page of the manual, and that tells of an argument too many."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; refuse what is left over."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise BadInput(
                "bad-command-line",
                tr("“{argument}” is one argument too many.", argument=rest[0]),
                hint=tr("“{command} --help” shows how.", command=ctx.command_path),
            )
        return rest

    def get_help(self, ctx: Any) -> str:
        """Ask for the page instead of returning typer's text."""
        raise ManualAsked(ctx)


class ManualGroup(TyperGroup):
    """The command ``gridloom`` itself: lists its commands as they are declared."""

    def get_help(self, ctx: Any) -> str:
        """Ask for the page instead of returning typer's text."""
        raise ManualAsked(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is asked for; suggest the nearest where there is none."""
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(args[0], list(self.commands), n=1)
        raise BadInput(
            "unknown-command",
            tr("There is no command “{command}”.", command=args[0]),
            hint=tr("Did you mean “{command}”?", command=near[0])
            if near
            else tr("“gridloom --help” lists them."),
        )


def command(
    app: typer.Typer, name: str, summary: Message, *examples: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a command; ``examples`` are arguments as one would type them after ``gridloom``."""
    return app.command(
        name, cls=ManualCommand, help=summary.msgid, epilog="\n".join(examples) or None
    )


def argument(name: str, summary: Message, **settings: Any) -> Any:
    """Declare an argument shown as ``name``."""
    return typer.Argument(metavar=name, help=summary.msgid, **settings)


def option(
    name: str, metavar: str, summary: Message, reads: Callable[[str], Any] | None = None
) -> Any:
    """Declare an option; ``metavar`` stands for its value in the manual, ``reads`` parses it."""
    parser = None if reads is None else _telling(name, reads)
    return typer.Option(name, metavar=metavar, help=summary.msgid, parser=parser)


def _telling(name: str, reads: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return ``reads`` with the option's name in what it refuses."""

    def parse(text: str) -> Any:
        try:
            return reads(text)
        except WrongValue as error:
            raise BadInput(
                "bad-value",
                tr("“{value}” cannot be the value of {option}.", value=text, option=name),
                hint=error.hint,
            ) from error

    return parse


def flag(name: str, summary: Message) -> Any:
    """Declare an option without a value."""
    return typer.Option(name, help=summary.msgid)


@dataclass(frozen=True)
class Page:
    """The page of the command that ``context`` is in."""

    context: Any

    def to_json(self) -> dict[str, Any]:
        """Return the page for programs."""
        page = self.context.command
        return {
            "command": self.context.command_path,
            "summary": _translated(page.help),
            "usage": _usage(self.context),
            "examples": (page.epilog or "").splitlines(),
        }

    def draw(self, console: "Console") -> None:
        """Print usage, summary, commands, arguments, options and examples."""
        page = self.context.command
        usage = tr("Usage: {usage}", usage=_usage(self.context))
        console.print(str(usage), style="bold", soft_wrap=True)
        console.print(f"\n  {_translated(page.help)}\n")
        if isinstance(page, TyperGroup):
            listed = [(name, "", _translated(one.help)) for name, one in page.commands.items()]
            _print_rows(console, tr("Commands"), listed)
        arguments = [one for one in page.params if isinstance(one, TyperArgument)]
        _print_rows(console, tr("Arguments"), [_described(one) for one in arguments])
        options = [_described(one) for one in page.params if not isinstance(one, TyperArgument)]
        shared = [(name, value, str(summary)) for name, value, summary in EVERYWHERE]
        _print_rows(console, tr("Options"), [*options, *shared])
        if page.epilog:
            console.print(str(tr("Examples")), style="bold")
        for example in (page.epilog or "").splitlines():
            console.print(f"  gridloom {example}", soft_wrap=True)


def _usage(context: Any) -> str:
    if isinstance(context.command, TyperGroup):
        return f"{context.command_path} COMMAND …"
    names = [_in_usage(one) for one in context.command.params if isinstance(one, TyperArgument)]
    required = [
        f"{one.opts[0]} {one.metavar}"
        for one in context.command.params
        if not isinstance(one, TyperArgument) and one.required
    ]
    return " ".join([context.command_path, *names, *required, "[OPTIONS]"])


def _in_usage(parameter: TyperArgument) -> str:
    name = parameter.metavar or ""
    return name if parameter.required else f"[{name}]"


def _described(parameter: Any) -> tuple[str, str, str]:
    summary = _translated(parameter.help)
    if isinstance(parameter, TyperArgument):
        return parameter.metavar or "", "", summary
    notes = []
    if parameter.multiple:
        notes.append(str(tr("may be repeated")))
    if parameter.required:
        notes.append(str(tr("required")))
    elif isinstance(parameter.default, str | int) and not isinstance(parameter.default, bool):
        notes.append(str(tr("default: {value}", value=parameter.default)))
    value = "" if parameter.is_flag else parameter.metavar or ""
    if notes:
        summary = str(tr("{summary} ({notes})", summary=summary, notes=str(tr("; ")).join(notes)))
    return parameter.opts[0], value, summary


def _translated(msgid: str | None) -> str:
    return str(Message(msgid)) if msgid else ""


def _print_rows(console: "Console", title: Message, rows: Sequence[tuple[str, str, str]]) -> None:
    # rich is imported late: only a page of the manual draws this
    from rich.table import Table

    if not rows:
        return
    console.print(str(title), style="bold")
    grid = Table.grid(padding=(0, 2))
    for style in ("cyan", "yellow", None):
        grid.add_column(style=style, no_wrap=style is not None)
    for name, value, summary in rows:
        grid.add_row(f"  {name}", value, summary)
    console.print(grid)
    console.print()
