// Dossier: print, show only the chosen kind of signal, and mark the section that is being read.
(() => {
  "use strict";
  const choice = document.getElementById("signal-kind");
  if (choice) {
    const lines = [...document.querySelectorAll("[data-signal-kind]")];
    const count = document.getElementById("signal-count");
    const show = () => {
      let shown = 0;
      for (const line of lines) {
        const hit = !choice.value || line.dataset.signalKind === choice.value;
        line.hidden = !hit;
        if (hit) shown += 1;
      }
      if (count) count.textContent = String(shown);
    };
    choice.addEventListener("change", show);
    show();
  }
  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());
  const links = new Map([...document.querySelectorAll(".zj-jump a")].map((a) => [a.hash.slice(1), a]));
  if (links.size && "IntersectionObserver" in window) {
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const link = links.get(entry.target.id);
        if (link && entry.isIntersecting) {
          for (const other of links.values()) other.removeAttribute("aria-current");
          link.setAttribute("aria-current", "true");
        }
      }
    }, { rootMargin: "-10% 0px -75% 0px" });
    for (const id of links.keys()) { const place = document.getElementById(id); if (place) watch.observe(place); }
  }
})();
