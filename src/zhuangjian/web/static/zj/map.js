// A map on the vendored boundary file: no tile server, works on a closed network.
// <div class="zj-map" data-zj-map data-geojson="…" data-points="id-of-json-script">  points: [{lon, lat, label, n?, url?, exact?, tone?}]
// or data-url="/map/data/" to fetch the points of the present view. zjMap.mount(element) does the same from another script.
(() => {
  "use strict";
  const TONES = { ok: "#2f9e62", warn: "#d97706", bad: "#d6453d", off: "#9fb3bd" };

  const outline = (map, url) => fetch(url).then((answer) => answer.ok ? answer.json() : null).then((shape) => {
    if (!shape) return null;
    return L.geoJSON(shape, {
      interactive: false,
      style: (feature) => feature.properties.level === "province"
        ? { color: "#5b7c8a", weight: 1.6, fill: true, fillColor: "#ffffff", fillOpacity: 1 }
        : { color: "#c3d2da", weight: 0.8, fill: false },
    }).addTo(map);
  });

  const text = (value) => { const span = document.createElement("span"); span.textContent = value; return span.innerHTML; };

  const popup = (point) => {
    const box = document.createElement("div");
    if (point.url) {
      const link = document.createElement("a");
      link.href = point.url;
      link.textContent = point.label;
      box.append(link);
    } else box.textContent = point.label;
    return box;
  };

  const marker = (point, zoomIn) => {
    const many = (point.n || 1) > 1;
    if (!many) {
      const colour = TONES[point.tone] || "#155e75";
      return L.circleMarker([point.lat, point.lon], {
        radius: 6, color: colour, weight: 1.5, fillColor: colour, fillOpacity: point.exact === false ? 0.15 : 0.7,
        dashArray: point.exact === false ? "3 3" : null,
      }).bindPopup(popup(point)).bindTooltip(text(point.label));
    }
    const size = Math.min(46, 22 + 4 * Math.log2(point.n));
    const icon = L.divIcon({
      className: "zj-cluster" + (point.exact === false ? " zj-cluster-rough" : ""), html: text(String(point.n)), iconSize: [size, size],
    });
    const made = L.marker([point.lat, point.lon], { icon, title: point.label, alt: point.label });
    return point.url ? made.bindPopup(popup(point)) : made.on("click", () => zoomIn(point));
  };

  const mount = (element) => {
    if (element.zjMap || typeof L === "undefined") return element.zjMap;
    const map = L.map(element, { zoomControl: true, attributionControl: false, minZoom: 5, maxZoom: 15, scrollWheelZoom: !element.dataset.calm });
    element.zjMap = map;
    const layer = L.layerGroup().addTo(map);
    const zoomIn = (point) => map.setView([point.lat, point.lon], Math.min(map.getZoom() + 2, 15));
    const draw = (points) => { layer.clearLayers(); for (const point of points) marker(point, zoomIn).addTo(layer); };
    map.setView([29.9, 107.5], 7);
    const fixed = element.dataset.points ? JSON.parse(document.getElementById(element.dataset.points).textContent) : null;
    const status = document.getElementById(element.dataset.status || "");
    let asked = 0;
    const fetchView = () => {
      const box = map.getBounds();
      const query = new URLSearchParams({
        zoom: map.getZoom(), box: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((v) => v.toFixed(5)).join(","),
      });
      const kind = document.getElementById(element.dataset.kind || "");
      if (kind && kind.value) query.set("kind", kind.value);
      const mine = ++asked;
      window.zj.send(element.dataset.url + "?" + query, { headers: { Accept: "application/json" } })
        .then((answer) => { if (!answer.ok) throw new Error(); return answer.json(); })
        .then((data) => {
          if (mine !== asked) return;
          draw(data.points);
          if (status) status.textContent = "图中 " + data.points.reduce((sum, p) => sum + (p.n || 1), 0) + " 处场所";
        })
        .catch(() => { if (status && mine === asked) status.textContent = "地图数据没有取到，请移动地图或刷新页面重试。"; });
    };
    outline(map, element.dataset.geojson).then((shape) => {
      if (fixed && fixed.length) {
        const bounds = L.latLngBounds(fixed.map((p) => [p.lat, p.lon]));
        map.fitBounds(bounds.pad(0.4), { maxZoom: 10 });
      } else if (shape) map.fitBounds(shape.getBounds());
      if (fixed) draw(fixed);
      if (element.dataset.url) {
        map.on("moveend", fetchView);
        const kind = document.getElementById(element.dataset.kind || "");
        if (kind) kind.addEventListener("change", fetchView);
        fetchView();
      }
    }).catch(() => { if (fixed) draw(fixed); });
    return map;
  };

  window.zjMap = { mount };
  const all = () => document.querySelectorAll("[data-zj-map]").forEach(mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
