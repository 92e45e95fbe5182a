"""The page itself: folium's map with its assets inlined, filled by one script from one document."""

import re
from html import escape
from importlib.util import find_spec
from pathlib import Path

import folium
from branca.element import Element, Figure
from folium.template import Template

from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_desktop.publishing.web_map.content import as_json, page_content
from gridloom_layers.language import Language

OTHER_FILES = re.compile(r"url\(images/|sourceMappingURL")
"""Lines of Leaflet that name another file: icons and maps of sources, which the page needs not."""
PAGE_LANGUAGE = {"zh": "zh-CN", "en": "en"}
NO_NETWORK = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
)
"""The policy by which a browser itself refuses any request of the page."""


class Verbatim(Element):
    """Text that goes into the page as it is; folium's own elements compile theirs as templates."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def web_map_html(released: ReleasedMap, language: Language) -> str:
    """Return the page: the same bytes for the same map.

    It holds everything it needs and asks no host for anything. Texts of the data are kept in a
    JSON document and reach the page as text nodes only, so markup in them stays text.
    """
    content = page_content(released, language)
    page = folium.Map(
        tiles=None,
        prefer_canvas=True,
        zoom_control=True,
        attributionControl=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        minZoom=3,
        maxZoom=19,
    )
    page.default_js, page.default_css = [], []  # they would be loaded from four hosts
    figure = page.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("a folium map stands in a figure")
    figure.title = escape(content["title"])
    for name, text in _header().items():
        figure.header.add_child(Verbatim(text), name=name)
    figure.html.add_child(Verbatim(_part("page.html")), name="page")
    figure.html.add_child(Verbatim(_document(as_json(content))), name="document")
    _seed_ids(figure)
    start = f"showMap({page.get_name()});"
    figure.script.add_child(Verbatim(f"{_part('page.js')}\n"), name="functions")
    html = figure.render()
    language_named = html.replace("<html>", f'<html lang="{PAGE_LANGUAGE[language]}">', 1)
    return language_named.replace("</html>", f"<script>{start}</script>\n</html>")


def write_web_map(released: ReleasedMap, path: Path, language: Language) -> None:
    """Write the page to ``path``."""
    path.write_text(web_map_html(released, language), encoding="utf-8", newline="\n")


def _header() -> dict[str, str]:
    """Return what the head holds, libraries included."""
    return {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{NO_NETWORK}">',
        "leaflet_css": f"<style>{_leaflet('leaflet.css')}</style>",
        "leaflet": f"<script>{_leaflet('leaflet.js')}</script>",
        "page_css": f"<style>{_part('page.css')}</style>",
    }


def _document(json: str) -> str:
    return f'<script type="application/json" id="document">{json}</script>'


def _seed_ids(figure: Figure) -> None:
    """Number folium's elements, whose ids are random, in the order in which they are found."""
    waiting: list[Element] = [figure]
    number = 0
    while waiting:
        element = waiting.pop(0)
        number += 1
        element._id = f"{number:032x}"
        waiting += element._children.values()
        if isinstance(element, Figure):
            waiting += [element.header, element.html, element.script]


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _leaflet(name: str) -> str:
    """Return a file of Leaflet without its references to other files."""
    spec = find_spec("js_lib_leaflet")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("js_lib_leaflet")
    folder = Path(spec.origin).parent / "static" / "js_lib_leaflet"
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not OTHER_FILES.search(line))
