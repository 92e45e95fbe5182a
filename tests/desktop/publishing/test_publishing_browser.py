"""The web map in a real browser with the network off."""

import json
from dataclasses import replace

import geopandas as gpd
import pytest

from gridloom_desktop.publishing.export import release_measure
from gridloom_desktop.publishing.export.released import Overlay
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.web_map import write_web_map

WebDriverWait = pytest.importorskip("selenium.webdriver.support.wait").WebDriverWait
webdriver = pytest.importorskip("selenium.webdriver")

SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--proxy-server=127.0.0.1:9",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium(tmp_path_factory, program):
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    service = webdriver.ChromeService(program("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def opened(chromium, city, elderly, tmp_path):
    def open_in(language: str, width: int = 1400, height: int = 900):
        file = tmp_path / f"地图 {language}.html"
        write_web_map(release_measure(city, elderly), file, language)
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        chromium.get("about:blank")
        chromium.get_log("performance")  # forget what the browser's own start page did
        chromium.get(file.as_uri())
        return chromium

    return open_in


def _requests(driver) -> list[str]:
    entries = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [
        entry["params"]["request"]["url"]
        for entry in entries
        if entry["method"] == "Network.requestWillBeSent"
    ]


def _click_on(driver, area: int) -> str:
    """Click in the middle of an area; return the text of the popup."""
    x, y = driver.execute_script(
        "const m = Object.values(window).find((v) => v instanceof L.Map);"
        "const p = m.latLngToContainerPoint(areaLayers[arguments[0]].getBounds().getCenter());"
        "const b = m.getContainer().getBoundingClientRect(); return [b.x + p.x, b.y + p.y];",
        area,
    )
    actions = webdriver.ActionChains(driver, duration=0)
    actions.w3c_actions.pointer_action.move_to_location(int(x), int(y)).click()
    actions.perform()
    return WebDriverWait(driver, 5).until(lambda d: d.find_element("css selector", ".popup").text)


def test_no_request_is_made_and_no_error_occurs(opened):
    driver = opened("en")
    _click_on(driver, 3)
    assert [url for url in _requests(driver) if not url.startswith("file:")] == []
    assert driver.get_log("browser") == []


def test_the_map_is_painted_in_its_classes(opened):
    painted = opened("en").execute_script(
        "const c = document.querySelector('canvas').getContext('2d');"
        "const d = c.getImageData(0, 0, c.canvas.width, c.canvas.height).data;"
        "const s = new Set(); for (let i = 0; i < d.length; i += 4)"
        "{ if (d[i + 3] === 255) s.add([d[i], d[i + 1], d[i + 2]].join()); } return [...s];"
    )
    assert {"255,255,204", "37,52,148"} <= set(painted)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("withheld (fewer than 10 persons)", "no data")),
        ("zh", ("不公开（少于 10 人）", "无数据")),
    ],
)
def test_the_legend_is_there_in_both_languages(opened, language, words):
    legend = opened(language).find_element("id", "legend").text
    assert all(word in legend for word in words)


def test_a_click_opens_the_figures_of_an_area(opened):
    text = _click_on(opened("en"), 11)
    assert text.splitlines()[:2] == ["网格11", "code G11"]
    assert "Elderly per 1,000 residents (‰) 357.14" in text


def test_a_withheld_area_says_so(opened):
    assert _click_on(opened("en"), 1).count("withheld") == 3


@pytest.mark.parametrize("area", range(5))
def test_hostile_names_are_shown_as_text(opened, hostile, area):
    driver = opened("en")
    assert _click_on(driver, area).startswith(hostile[area])
    assert driver.find_elements("css selector", ".popup img, .popup script") == []


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (420, 800)])
def test_the_page_fits_its_window(opened, width, height):
    driver = opened("zh", width, height)
    wide, mapped = driver.execute_script(
        "const b = document.querySelector('.folium-map').getBoundingClientRect();"
        "return [document.documentElement.scrollWidth, Math.min(b.width, b.height)];"
    )
    assert wide <= width
    assert mapped >= 380


def test_further_shapes_are_painted_over_the_areas(chromium, city, elderly, tmp_path):
    released = release_measure(city, elderly)
    ring = gpd.GeoSeries([released.areas.geometry.iloc[5].centroid.buffer(800)], crs=city.crs)
    title = {"zh": "圆", "en": "circle"}
    over = replace(released, seal=SEAL, overlays=(Overlay("outline", title, "#ff00ff", ring),))
    write_web_map(over, tmp_path / "x.html", "en")
    chromium.get((tmp_path / "x.html").as_uri())
    painted = chromium.execute_script(
        "const c = document.querySelector('.leaflet-overlays-pane canvas').getContext('2d');"
        "const d = c.getImageData(0, 0, c.canvas.width, c.canvas.height).data; let n = 0;"
        "for (let i = 0; i < d.length; i += 4) n += d[i] > 250 && d[i+1] < 5 && d[i+2] > 250;"
        "return n;"
    )
    assert painted > 300


EXTENT_FITS = (
    "const m = Object.values(window).find((v) => v instanceof L.Map);"
    "return m.getBounds().contains(L.featureGroup(areaLayers).getBounds());"
)


def _resize(driver, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def test_a_page_that_gets_narrow_still_shows_the_whole_city(opened):
    driver = opened("zh", 700, 800)
    _resize(driver, 320)
    assert WebDriverWait(driver, 5).until(lambda d: d.execute_script(EXTENT_FITS))
