"""Publishing an answer as a web map, a map sheet, a workbook or a styled layer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.measures import evaluate, parse_measure
from gridloom_analytics.result import Result
from gridloom_analytics.running import kept
from gridloom_desktop.publishing.export import (
    CHART_FORMATS,
    ExportReport,
    Permission,
    Recolouring,
    ReleasedMap,
    release_charts,
    release_measure,
    release_recoloured,
    release_result,
    staged,
)
from gridloom_desktop.publishing.export.multiples import MULTIPLES_FORMATS, Layer, release_multiples
from gridloom_desktop.publishing.export.writing import check_ending
from gridloom_desktop.publishing.multiples import Multiples
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, Store

Kind = Literal["web-map", "sheet", "workbook", "layer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ENDINGS: dict[Kind, tuple[str, ...]] = {
    "web-map": (".html",),
    "sheet": (".png", ".pdf"),
    "workbook": (".xlsx",),
    "layer": (".gpkg",),
}


@dataclass(frozen=True)
class PublishReport:
    """A published file, in how many areas figures were withheld, and what to know about it.

    ``table`` is the layer of the workspace whose areas they are, where it is one.
    """

    file: Path
    areas: int
    suppressed: int
    notes: tuple[Bilingual, ...]
    table: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the report for the JSON envelope."""
        return {
            "file": str(self.file),
            "areas": self.areas,
            "suppressed": self.suppressed,
            "notes": list(self.notes),
            "table": self.table,
        }


def publish(
    store: Store,
    kind: Kind,
    out: Path,
    *,
    result: str | None = None,
    measure: str | None = None,
    language: Language = "zh",
    threshold: int = THRESHOLD,
    permission: Permission | None = None,
    progress: Progress | None = None,
    recolouring: Recolouring | None = None,
) -> PublishReport:
    """Publish a kept ``result``, or a ``measure`` by its name or text, to the file ``out``.

    With a ``recolouring`` the result is drawn in these colours.
    A web map is .html, a sheet .png or .pdf, a workbook .xlsx, a layer .gpkg. Figures that rest on
    fewer than ``threshold`` persons are withheld; a lower one than the default needs a
    ``permission``. The same answer gives the same bytes.
    """
    watch = progress or Progress()
    check_ending(out, ENDINGS[kind])
    watch.report("release", 0, 2)
    if result is not None and recolouring is not None:
        released = release_recoloured(store, result, kept(store, result), recolouring)
    else:
        released = _released(store, result, measure, threshold, permission, watch)
    report = replace(
        _made(kind, released, out, language, watch), table=_table(store, result, measure)
    )
    named = measure if measure in store.measures else None  # a text may say more than a log should
    details = {"kind": kind, "result": result, "measure": named, "file": str(out.absolute())}
    store.log("publish", {**details, "language": language})
    return report


def _table(store: Store, result: str | None, measure: str | None) -> str | None:
    """Return the layer that a result or measure is of."""
    if result is not None:
        return str(store.results[result].document["layer"])
    if measure is None:
        return None
    kept = store.measures.get(measure)
    return parse_measure(kept.text if kept else measure, store).level


def print_sheet(
    store: Store,
    out: Path,
    result: str,
    language: Language,
    progress: Progress,
    recolouring: Recolouring | None = None,
) -> PublishReport:
    """Draw the sheet of a kept result to ``out`` (.pdf), through the gate, to be printed.

    With a ``recolouring`` it is drawn in these colours.
    """
    progress.report("release", 0, 2)
    if recolouring is not None:
        released = release_recoloured(store, result, kept(store, result), recolouring)
    else:
        released = release_result(store, result, kept(store, result))
    report = _made("sheet", released, out, language, progress)
    store.log("print", {"result": result})
    return report


def _made(
    kind: Kind, released: ReleasedMap, out: Path, language: Language, watch: Progress
) -> PublishReport:
    watch.report("draw", 1, 2)
    with staged(out) as part:
        _write(kind, released, part, language)
        watch.report("write", 2, 2)
    return PublishReport(out, len(released.areas), int(released.suppressed.sum()), released.notes)


def publish_charts(
    result: Result, out: Path, store: Reading | None = None, language: Language = "zh"
) -> ExportReport:
    """Draw the charts of a result to ``out`` (.png, .svg, .pdf), its layer called as in ``store``.

    The same result gives the same bytes.
    """
    from gridloom_desktop.publishing.charts import write_charts  # matplotlib takes a second

    check_ending(out, CHART_FORMATS)
    released = release_charts(result, out, store)
    with staged(out) as part:
        write_charts(released, part, language)
    holds = tr_n("{count} chart", "{count} charts", len(released.panels))
    return ExportReport(out, released.rows, released.suppressed, holds=holds)


def publish_multiples(
    store: Store,
    layers: Sequence[Layer],
    subject: Layer,
    paint: Callable[[Sequence[Layer]], Multiples],
    out: Path,
    language: Language,
) -> ExportReport:
    """Draw the small multiples of a layer on a sheet to ``out`` (.pdf, .png), through the gate.

    It lets those of ``layers`` be painted that may leave: see
    :func:`~gridloom_desktop.publishing.export.multiples.release_multiples`.
    """
    from gridloom_desktop.publishing.sheet.multiples import write_multiples  # matplotlib: late

    check_ending(out, MULTIPLES_FORMATS)
    released = release_multiples(store, layers, subject, paint, out)
    with staged(out) as part:
        write_multiples(released, part, language)
    details = {"kind": "multiples", "table": subject.table, "file": str(out.absolute())}
    store.log("publish", {**details, "language": language})
    count = len(released.multiples.pictures)
    return ExportReport(out, 0, holds=tr_n("{count} map", "{count} maps", count))


def _released(
    store: Store,
    result: str | None,
    measure: str | None,
    threshold: int,
    permission: Permission | None,
    progress: Progress,
) -> ReleasedMap:
    options = {"threshold": threshold, "permission": permission}
    if result is not None and measure is None:
        return release_result(store, result, kept(store, result), **options)
    if measure is not None and result is None:
        return release_measure(store, evaluate(store, measure, None, progress), **options)
    raise BadInput(
        "nothing-to-publish",
        tr("Name either a result or a measure to publish."),
        hint=tr("Give --result NAME or --measure NAME; “gridloom describe” lists them."),
    )


def _write(kind: Kind, released: ReleasedMap, path: Path, language: Language) -> None:
    # folium, matplotlib and xlsxwriter are imported late: each takes a second
    if kind == "web-map":
        from gridloom_desktop.publishing.web_map import write_web_map as write
    elif kind == "sheet":
        from gridloom_desktop.publishing.sheet import write_sheet as write
    elif kind == "layer":
        from gridloom_desktop.publishing.export.layer_file import write_layer as write
    else:
        from gridloom_desktop.publishing.workbook import write_workbook as write
    write(released, path, language)
