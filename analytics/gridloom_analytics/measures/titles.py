"""The title and the unit of a measure, read off its formula."""

from dataclasses import dataclass

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions import Fields
from gridloom_analytics.expressions.wording import worded
from gridloom_analytics.measures.terms import Area, Arithmetic, Measure, Number, Part, Term
from gridloom_analytics.shares import SHARE
from gridloom_analytics.titles import named_table
from gridloom_layers.language import LANGUAGES, Language, Message, tr
from gridloom_layers.workspace import Reading

SCALES = {100.0: "%", 1000.0: "‰", 10_000.0: "per 10,000", 100_000.0: "per 100,000"}


def title(measure: Measure, level: str, store: Reading) -> Bilingual:
    """Return what the measure is called, in both languages."""
    return {language: _Words(store, language).title(measure, level) for language in LANGUAGES}


def unit(formula: Part) -> str:
    """Return the unit of a formula where its form tells it, else nothing."""
    if _is_share(formula):
        return SHARE
    if isinstance(formula, Term):
        return "per km²" if formula.aggregate == "density" else ""
    if not isinstance(formula, Arithmetic):
        return ""
    if isinstance(formula.right, Area) and formula.operator == "/":
        return "per km²"
    if formula.operator == "*":
        for ratio, factor in ((formula.left, formula.right), (formula.right, formula.left)):
            if isinstance(factor, Number) and _is_ratio(ratio):
                return SCALES.get(factor.value, "")
    return ""


SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _is_share(part: Part) -> bool:
    """Tell whether a formula is a part of all rows: 0 … 1 whatever the rows are."""
    if isinstance(part, Term):
        return part.aggregate == "share"
    if not isinstance(part, Arithmetic) or part.operator != "/":
        return False
    some, rows = part.left, part.right
    return (
        isinstance(some, Term) and isinstance(rows, Term)
        and some.aggregate == rows.aggregate == "count"
        and some.subject == rows.subject
        and not rows.where_text
    )  # fmt: skip


def _is_ratio(part: Part) -> bool:
    if isinstance(part, Arithmetic):
        return part.operator == "/" and not isinstance(part.right, Area | Number)
    return isinstance(part, Term) and part.aggregate == "share"


@dataclass(frozen=True)
class _Words:
    """The parts of a formula in one language."""

    store: Reading
    language: Language

    def title(self, measure: Measure, level: str) -> str:
        formula, areas = self._part(measure.formula), self._table(level)
        return self._say(tr("{formula}, by {level}", formula=formula, level=areas))

    def _say(self, message: Message) -> str:
        return message.render(self.language)

    def _part(self, part: Part) -> str:
        if isinstance(part, Term):
            return self._say(self._term(part))
        if isinstance(part, Number):
            return f"{part.value:,g}" if part.value < 1e6 else f"{part.value:g}"
        if isinstance(part, Area):
            return self._say(tr("area in km²"))
        left, right = self._side(part.left, part), self._side(part.right, part)
        return f"{left} {SIGNS[part.operator]} {right}"

    def _side(self, side: Part, parent: Arithmetic) -> str:
        made = self._part(side)
        if not isinstance(side, Arithmetic):
            return made
        loose = side.operator in "+-" and parent.operator in "*/"
        right = side is parent.right and parent.operator in "-/"
        return f"({made})" if loose or right else made

    def _term(self, term: Term) -> Message:
        subject, value = self._subject(term), self._value(term)
        match term.aggregate:
            case "count":
                return tr("count of {subject}", subject=subject)
            case "share":
                return tr("share of {subject}", subject=subject)
            case "density":
                return tr("{subject} per km²", subject=subject)
            case "sum":
                return tr("sum of {value} of {subject}", value=value, subject=subject)
            case "mean":
                return tr("mean {value} of {subject}", value=value, subject=subject)
            case "median":
                return tr("median {value} of {subject}", value=value, subject=subject)

    def _subject(self, term: Term) -> str:
        table = self._table(term.subject)
        if not term.where_text:
            return table
        said = worded(term.where_text, Fields(self.store, self.store.table(term.subject)))
        condition = said[self.language]
        return self._say(tr("{subject} ({condition})", subject=table, condition=condition))

    def _table(self, name: str) -> str:
        return named_table(self.store, name)[self.language]

    def _value(self, term: Term) -> str:
        fields = Fields(self.store, self.store.table(term.subject))
        if term.value_text not in fields:
            return term.value_text
        return fields.find(term.value_text).title[self.language]
