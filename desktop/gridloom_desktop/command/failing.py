"""Errors as outcomes: one sentence and an exit code; what is our fault goes to the log."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from typer import TyperException

from gridloom_desktop.command.answer import BAD_INPUT, CANCELLED, OURS, Failure
from gridloom_desktop.faults import refused
from gridloom_layers.errors import BadInput, Cancelled, Where
from gridloom_layers.language import Message, tr

LOG_NAME = "gridloom.log"


def failure(error: BaseException, arguments: Sequence[str]) -> Failure:
    """Return what to tell about ``error``; an error of ours is logged with its traceback.

    What seems to be our fault may be that of a damaged workspace: that is looked at first.
    """
    if isinstance(error, BadInput):
        return Failure(error, BAD_INPUT)
    if isinstance(error, Cancelled | KeyboardInterrupt):
        stopped = BadInput("cancelled", tr("Stopped; nothing of it was kept."))
        return Failure(stopped, CANCELLED)
    if isinstance(error, TyperException):
        return Failure(usage(error), BAD_INPUT)
    if damage := _damage(arguments):
        return Failure(damage, BAD_INPUT)
    if isinstance(error, OSError) and (told := refused(error)):
        return Failure(told, BAD_INPUT)
    command = next((one for one in arguments if not one.startswith("-")), "")
    return Failure(_ours(error, command), OURS)


def _damage(arguments: Sequence[str]) -> BadInput | None:
    """Return what is wrong with the workspace among the arguments; None where nothing is."""
    from gridloom_layers.workspace import open_workspace  # late: only where something failed

    for path in map(Path, arguments):
        try:
            store = open_workspace(path) if path.is_dir() else None
        except (BadInput, OSError):
            continue
        try:
            problems = store.problems() if store else []
        except BadInput as error:
            return error
        if problems:
            return damaged_workspace(path, problems)
    return None


def damaged_workspace(path: Path, problems: Iterable[object]) -> BadInput:
    """Return the error for a workspace whose files are not those of its manifest."""
    return BadInput(
        "damaged-workspace",
        tr("The workspace is damaged: {problems}", problems=" ".join(map(str, problems))),
        Where(file=str(path)),
        tr("Restore it from a backup, or import these tables again."),
    )


def usage(error: TyperException) -> BadInput:
    """Return a mistake in the command line as a sentence."""
    context = getattr(error, "ctx", None)
    hint = None
    if context is not None:
        hint = tr("“{command} --help” shows how.", command=context.command_path)
    return BadInput("bad-command-line", _usage_message(error), hint=hint)


def _usage_message(error: TyperException) -> Message:
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            return tr("There is no option “{option}”.", option=option)
        case "BadOptionUsage":
            return tr("The option “{option}” is not used right.", option=option)
        case "MissingParameter" if parameter is not None:
            return tr("“{parameter}” is missing.", parameter=shown_name(parameter))
        case _:
            reason = str(getattr(error, "message", error)).rstrip(".")
            return tr("The command line cannot be understood: {reason}.", reason=reason)


def shown_name(parameter: object) -> str:
    """Return the name of an argument or option as a user writes it."""
    options = getattr(parameter, "opts", ())
    if options and options[0].startswith("-"):
        return options[0]
    return getattr(parameter, "metavar", None) or getattr(parameter, "name", "")


def _ours(error: BaseException, command: str) -> BadInput:
    log = write_log(error, command)
    if log is None:
        return BadInput(
            "internal",
            tr("Something went wrong inside Gridloom ({kind}).", kind=type(error).__name__),
        )
    return BadInput(
        "internal",
        tr("Something went wrong inside Gridloom; the log has the details."),
        hint=tr("Please report it with the end of “{log}”.", log=str(log)),
    )


def write_log(error: BaseException, command: str) -> Path | None:
    """Append ``error`` with its traceback to the user's log; None where that cannot be written.

    Only the name of the command is kept: its arguments may hold personal data.
    """
    # imported late: only a fault of ours needs them
    import platformdirs
    import structlog

    folder = Path(platformdirs.user_log_dir("gridloom", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG_NAME).open("a", encoding="utf-8") as file:
            logger = structlog.wrap_logger(
                structlog.WriteLogger(file),
                processors=[
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            )
            logger.error("internal", command=command, exc_info=error)
    except OSError:
        return None
    return folder / LOG_NAME
