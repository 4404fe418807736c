// Signatures drawn by finger, pen or mouse: kept as lines in the box of 600 by 200 that the server knows, not as a picture.
(() => {
  "use strict";
  const NEAR = 3, MOST = 2000;
  const device = () => {
    const system = /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(navigator.userAgent);
    return `${system ? system[0] : "其他设备"} ${screen.width}×${screen.height}`;
  };
  for (const box of document.querySelectorAll("[data-sign]")) {
    const canvas = box.querySelector("canvas");
    const [lines, from] = box.querySelectorAll("input");
    const pen = canvas.getContext("2d");
    let strokes = [], now = null;
    const place = (event) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const inside = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
      return [inside(((event.clientX - left) / width) * canvas.width, canvas.width), inside(((event.clientY - top) / height) * canvas.height, canvas.height)];
    };
    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 4;
      pen.lineCap = pen.lineJoin = "round";
      for (const stroke of strokes) {
        pen.beginPath();
        pen.moveTo(stroke[0], stroke[1]);
        for (let at = 2; at < stroke.length; at += 2) pen.lineTo(stroke[at], stroke[at + 1]);
        if (stroke.length === 2) pen.lineTo(stroke[0] + 0.1, stroke[1]);
        pen.stroke();
      }
    };
    const keep = () => {
      lines.value = strokes.length ? JSON.stringify(strokes) : "";
      from.value = strokes.length ? device() : "";
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      now = place(event);
      strokes.push(now);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!now) return;
      const [x, y] = place(event);
      const points = strokes.reduce((sum, one) => sum + one.length / 2, 0);
      if (points >= MOST || Math.hypot(x - now[now.length - 2], y - now[now.length - 1]) < NEAR) return;
      now.push(x, y);
      draw();
    });
    const over = () => { now = null; keep(); };
    canvas.addEventListener("pointerup", over);
    canvas.addEventListener("pointercancel", over);
    box.querySelector("button").addEventListener("click", () => { strokes = []; draw(); keep(); });
    try { strokes = JSON.parse(lines.value || "[]"); } catch { strokes = []; }
    draw();
  }
})();
