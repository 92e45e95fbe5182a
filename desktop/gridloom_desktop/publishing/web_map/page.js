"use strict";
// Everything the data says is put into the page as text nodes: markup in it stays text.
const STEPS_PER_DEGREE = 100000;
const SUPPRESSED = -2;
const FEW_POINTS = 30; // a class of few is drawn larger: among thousands it would be lost

function text(tag, content, className) {
  const element = document.createElement(tag);
  element.textContent = content;
  if (className) element.className = className;
  return element;
}

function positions(differences) {
  const found = [];
  let x = 0, y = 0;
  for (let i = 0; i < differences.length; i += 2) {
    x += differences[i];
    y += differences[i + 1];
    found.push([y / STEPS_PER_DEGREE, x / STEPS_PER_DEGREE]);
  }
  return found;
}

function hatch(paint, size) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const context = tile.getContext("2d");
  paint(context, size);
  return context.createPattern(tile, "repeat");
}

function suppressedFill() {
  return hatch((context, size) => {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, size, size);
    context.strokeStyle = "#7a8794";
    context.lineWidth = 1.2;
    context.beginPath();
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift, size);
      context.lineTo(shift + size, 0);
    }
    context.stroke();
  }, 6);
}

function missingFill() {
  return hatch((context, size) => {
    context.fillStyle = "#f3f5f7";
    context.fillRect(0, 0, size, size);
    context.fillStyle = "#8793a0";
    context.fillRect(1, 1, 1.4, 1.4);
  }, 5);
}

function popup(content, area) {
  const [code, name, , cells] = area;
  const box = document.createElement("div");
  box.className = "popup";
  box.append(text("h3", name || code));
  if (code && code !== name) box.append(text("p", `${content.words.code} ${code}`, "code"));
  const table = document.createElement("table");
  content.columns.forEach((title, index) => {
    const row = table.insertRow();
    const cell = cells[index];
    row.append(text("td", title), text("td", cell === null ? content.words.withheld : cell));
  });
  box.append(table);
  return box;
}

function shapeLayer(kind, shape, options) {
  if (kind === "area") return L.polygon(shape.map((part) => part.map(positions)), options);
  if (kind === "line") return L.polyline(shape.map(positions), options);
  const points = positions(shape).map((position) => L.circleMarker(position, options));
  return points.length === 1 ? points[0] : L.featureGroup(points);
}

function areaOptions(content, renderer) {
  const special = { [SUPPRESSED]: suppressedFill(), [-1]: content.unclassed ? content.missing : missingFill() };
  const crowded = content.areas.length > 3000;
  const counts = {};
  for (const [, , index] of content.areas) counts[index] = (counts[index] || 0) + 1;
  return (index) => ({
    renderer,
    fillColor: special[index] || content.fills[index],
    color: content.kind === "line" ? content.fills[index] || content.missing : "#ffffff",
    weight: content.kind === "line" ? 3 : crowded ? 0.3 : 0.8,
    opacity: crowded ? 0.6 : 0.9,
    fillOpacity: 1,
    radius: counts[index] <= FEW_POINTS ? 8 : crowded ? 3.5 : 5,
    smoothFactor: 0.6,
  });
}

function drawAreas(map, content) {
  const options = areaOptions(content, L.canvas({ padding: 0.3 }));
  const layers = content.areas.map((area) => shapeLayer(content.kind, area[4], options(area[2])));
  for (const index of content.stacking) {
    content.areas.forEach((area, position) => {
      if (area[2] !== index || !area[4].length) return;
      layers[position].bindPopup(() => popup(content, area), { maxWidth: 320 }).addTo(map);
    });
  }
  markOpen(map, layers);
  return layers;
}

function markOpen(map, layers) {
  for (const layer of layers) {
    if (!layer.setStyle) continue;
    const { color, weight, opacity } = layer.options;
    layer.on("popupopen", () => layer.setStyle({ color: "#c8401f", weight: 2.5, opacity: 1 }).bringToFront());
    layer.on("popupclose", () => layer.setStyle({ color, weight, opacity }));
  }
}

function drawBoundaries(map, content) {
  map.createPane("boundaries").style.pointerEvents = "none";
  map.getPane("boundaries").style.zIndex = 450;
  const renderer = L.canvas({ pane: "boundaries", padding: 0.3 });
  if (!content.covering) {
    const ground = map.createPane("ground");
    ground.style.zIndex = 250;
    const land = L.canvas({ pane: "ground", padding: 0.3 });
    for (const shape of content.boundaries) {
      shapeLayer("area", shape, { renderer: land, pane: "ground", interactive: false, stroke: false, fillColor: "#fdfdfb", fillOpacity: 1 }).addTo(map);
    }
  }
  for (const shape of content.boundaries) {
    shapeLayer("area", shape, { renderer, pane: "boundaries", interactive: false, fill: false, color: "#2b3b4d", weight: 1.4, opacity: 0.85 }).addTo(map);
  }
  for (const [y, x, name] of content.labels) {
    const icon = L.divIcon({ className: "name-label", html: text("span", name), iconSize: [0, 0] });
    L.marker([y, x], { icon, interactive: false, keyboard: false }).addTo(map);
  }
}

// Further shapes lie over all areas; a pale edge parts few lines from what is under them.
function drawOverlays(map, content) {
  map.createPane("overlays").style.pointerEvents = "none";
  map.getPane("overlays").style.zIndex = 460;
  const renderer = L.canvas({ pane: "overlays", padding: 0.3 });
  const common = { renderer, pane: "overlays", interactive: false };
  for (const { kind, colour, shapes } of content.overlays) {
    const many = shapes.length > 500;
    if (kind === "place") {
      const options = { ...common, radius: 4.5, fillColor: colour, fillOpacity: 1, color: "#2b3b4d", weight: 1.2 };
      for (const shape of shapes) shapeLayer("point", shape, options).addTo(map);
      continue;
    }
    const looks = many ? [[colour, 0.7]] : [["#ffffff", 4.5], [colour, 2]];
    for (const [color, weight] of looks) {
      for (const shape of shapes) shapeLayer("line", shape, { ...common, color, weight, opacity: 1 }).addTo(map);
    }
  }
}

function thinLabels() {
  const kept = [];
  for (const label of document.querySelectorAll(".name-label span")) {
    label.style.visibility = "visible";
    const box = label.getBoundingClientRect();
    const covered = kept.some((one) => box.left < one.right && one.left < box.right && box.top < one.bottom && one.top < box.bottom);
    if (covered) label.style.visibility = "hidden"; else kept.push(box);
  }
}

function fillPanel(content) {
  const put = (id, value) => { document.getElementById(id).textContent = value; };
  put("title", content.title);
  put("subtitle", content.subtitle);
  put("summary", content.summary);
  put("legend-title", content.legendTitle);
  put("areas", content.words.areas);
  put("about", content.words.about);
  put("notes-title", content.words.notes);
  put("made", content.words.made);
  for (const entry of content.legend) document.getElementById("legend").append(legendLine(entry));
  for (const [label, value] of content.facts) document.getElementById("facts").append(text("dt", label), text("dd", value));
  for (const note of content.notes) document.getElementById("notes").append(text("li", note));
}

function legendLine(entry) {
  const line = document.createElement("li");
  const swatch = text("span", "", `swatch ${entry.kind}`);
  if (entry.kind === "line" || entry.kind === "outline") swatch.style.borderColor = entry.colour;
  else swatch.style.background = entry.colour;
  const count = entry.count === null ? "" : entry.count.toLocaleString("en");
  line.append(swatch, text("span", entry.label, "label"), text("span", count, "count"));
  return line;
}

function wholeMapButton(map, content) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = L.DomUtil.create("div", "leaflet-bar");
    const button = text("button", "⤢", "whole");
    button.title = content.words.whole;
    button.onclick = (event) => { event.stopPropagation(); map.fitBounds(content.bounds, { padding: [16, 16] }); };
    bar.append(button);
    return bar;
  };
  control.addTo(map);
}

// A page may get its real size, or be turned, after it was drawn; a reader's own view stays.
function fitUntilTouched(map, content) {
  const fit = () => map.fitBounds(content.bounds, { padding: [16, 16], animate: false });
  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    map.getContainer().addEventListener(kind, () => map.off("resize", fit), { once: true });
  }
  map.on("resize", fit);
  fit();
}

function showMap(map) {
  const content = JSON.parse(document.getElementById("document").textContent);
  fillPanel(content);
  map.invalidateSize();
  fitUntilTouched(map, content);
  window.areaLayers = drawAreas(map, content);
  drawBoundaries(map, content);
  drawOverlays(map, content);
  wholeMapButton(map, content);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("zoomend", thinLabels);
  thinLabels();
}
