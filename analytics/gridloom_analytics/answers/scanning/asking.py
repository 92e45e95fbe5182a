"""What parameters of a scan go together; told in one sentence where they do not."""

from gridloom_analytics.analyses.scan import ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr


def refuse_combinations(inputs: Inputs, asked: ScanParameters) -> None:
    """Raise ``BadInput`` where a parameter is missing for the model or the scope, or is too much.

    Each model knows its own measure of what is expected: Poisson a population or expected cases,
    Bernoulli the others among the rows or a population, permutation the cases alone.
    """
    for fault in (_time(asked), _model(asked), _events(asked), _strata(asked)):
        if fault is not None:
            parameter, message, hint = fault
            raise BadInput(
                "bad-combination", message, Where(layer=inputs.name, column=parameter), hint
            )


Fault = tuple[str, Message, Message] | None


def _time(asked: ScanParameters) -> Fault:
    given, name = (
        (asked.event_time, "event_time") if asked.events is not None else (asked.time, "time")
    )
    if asked.scan != "space" and given is None:
        return (
            name,
            tr("A scan in time needs to know when each case was."),
            tr("Name a column of days or times."),
        )
    if asked.scan == "time" and asked.events is not None:
        return (
            "events",
            tr("A scan in time alone does not count events in areas."),
            tr("Run it on the layer of the events itself."),
        )
    return None


def _model(asked: ScanParameters) -> Fault:
    expects = bool(asked.population) or asked.expected is not None
    if asked.model == "permutation":
        if asked.scan != "space-time":
            return (
                "model",
                tr("The permutation model compares places with times: it needs both."),
                tr("Set scan=space-time, or choose another model."),
            )
        if expects:
            return (
                "population",
                tr("The permutation model takes no population."),
                tr("Leave it out, or choose the Poisson model."),
            )
    if asked.model == "bernoulli" and asked.expected is not None:
        return (
            "expected",
            tr("The Bernoulli model takes no expected cases."),
            tr("Leave them out, or choose the Poisson model."),
        )
    if asked.model == "bernoulli" and not asked.cases:
        return (
            "cases",
            tr("The Bernoulli model needs to know which rows are cases."),
            tr("Name a column of cases: 1 for a case and 0 for another, or counts."),
        )
    if asked.model == "poisson" and asked.scan != "time" and not expects:
        return (
            "population",
            tr("Without a population, many cases only show where many people are."),
            tr("Name a column of the population, or of the cases expected."),
        )
    if asked.model == "poisson" and asked.scan == "time" and expects:
        return (
            "population",
            tr("A scan in time alone takes the population as the same throughout."),
            tr("Leave it out."),
        )
    if asked.model == "poisson" and asked.scan == "space" and not (asked.cases or asked.events):
        return (
            "cases",
            tr("It is not said what the cases are."),
            tr("Name a column with counts of cases, or a layer of events."),
        )
    if asked.model == "poisson" and asked.scan == "space-time" and asked.events is None:
        return (
            "events",
            tr("A population belongs to areas, but times to the cases."),
            tr("Run it on areas, with a layer of events and their time, or choose permutation."),
        )
    return None


def _events(asked: ScanParameters) -> Fault:
    if asked.events is None:
        if asked.event_time is None and asked.event_where is None:
            return None
        return (
            "events",
            tr("It is not said which events are counted."),
            tr("Name the layer of the events."),
        )
    if asked.model == "bernoulli":
        return (
            "model",
            tr("Counted events have no others beside them, which the Bernoulli model needs."),
            tr("Run it on a layer that has cases and others, or choose the Poisson model."),
        )
    if asked.cases or asked.time is not None:
        return (
            "cases",
            tr("Cases are either counted from events or read from columns, not both."),
            tr("Leave out the events, or the cases and their time."),
        )
    return None


def _strata(asked: ScanParameters) -> Fault:
    if asked.expected is not None and asked.population:
        return (
            "expected",
            tr("Either a population or expected cases say what is expected, not both."),
            tr("Leave one of them out."),
        )
    several = len(asked.population) > 1
    matched = asked.model == "poisson" and len(asked.population) == len(asked.cases)
    if (several and not matched) or (len(asked.cases) > 1 and asked.population and not matched):
        return (
            "population",
            tr("Each stratum needs a column of cases and one of population, in the same order."),
            tr("Name as many of one as of the other, for the Poisson model."),
        )
    return None
