// A change request shows only the fields of what is to be changed; without this file it shows all.
(() => {
  "use strict";
  const FIELDS = {
    team: ["leader", "members", "experts"],
    schedule: ["start_on", "end_on"],
    content: ["items", "focus", "scope"],
    party: ["party"],
    plan: ["items", "focus", "scope", "mode", "start_on", "end_on"],
  };
  const every = [...new Set(Object.values(FIELDS).flat())];
  for (const form of document.querySelectorAll("form[action='/do/inspections.request_change/']")) {
    const kind = form.querySelector("select[name=kind]");
    if (!kind) continue;
    const show = () => {
      for (const name of every) {
        const field = document.getElementById(form.id + "-" + name);
        const block = field && field.closest(".mb-3");
        if (block) block.classList.toggle("d-none", !(FIELDS[kind.value] || []).includes(name));
      }
    };
    kind.addEventListener("change", show);
    show();
  }
})();
