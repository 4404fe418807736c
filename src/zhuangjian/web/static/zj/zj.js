// Progressive extras only: every page works without this file.
(() => {
  "use strict";
  const { owner } = window.zj;

  // A refusal must be seen: bring it into view and let a screen reader start there.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.classList.contains("zj-refusal")) event.target.scrollIntoView({ block: "center", behavior: "smooth" });
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest("form");
    const place = form && form.querySelector(".zj-refusal");
    if (place) place.textContent = "网络中断，没有提交。您填写的内容仍在本页，请稍后再点一次。";
  });

  // What somebody types survives a closed tab or a dead battery, until the form is accepted.
  const keyOf = (form) => `zj-draft:${owner}:${location.pathname}:${form.id}`;
  const SKIP = new Set(["hidden", "file", "password"]);
  const save = (form) => {
    const values = {};
    for (const el of form.elements) {
      if (!el.name || SKIP.has(el.type)) continue;
      if (el.type === "checkbox" || el.type === "radio") { (values[el.name] ||= []); if (el.checked) values[el.name].push(el.value); }
      else values[el.name] = el.value;
    }
    try { localStorage.setItem(keyOf(form), JSON.stringify(values)); } catch { /* storage full or off */ }
  };
  const restore = (form) => {
    let values;
    try { values = JSON.parse(localStorage.getItem(keyOf(form)) || "null"); } catch { return; }
    if (!values) return;
    for (const el of form.elements) {
      if (!(el.name in values) || SKIP.has(el.type)) continue;
      if (el.type === "checkbox" || el.type === "radio") el.checked = values[el.name].includes(el.value);
      else if (values[el.name]) el.value = values[el.name];
    }
  };
  // What an earlier version kept without saying whose it was is offered to nobody.
  try {
    for (const key of Object.keys(localStorage)) if (/^zj-(draft|checklist):\//.test(key)) localStorage.removeItem(key);
  } catch { /* storage off */ }
  if (owner) for (const form of document.querySelectorAll("form.zj-action[id]")) {
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.xhr && event.detail.xhr.status === 204) localStorage.removeItem(keyOf(form));
    });
  }

  // Where choices appear while one types, what is left in the search box is no answer.
  for (const box of document.querySelectorAll(".zj-search input[type=search]")) box.name = "words";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".zj-search input[type=search]")) event.preventDefault();
  });

  // Which groups of the navigation stand open is remembered.
  const OPENED = "zj-groups";
  let opened = {};
  try { opened = JSON.parse(localStorage.getItem(OPENED) || "{}") || {}; } catch { /* storage off */ }
  for (const group of document.querySelectorAll(".zj-nav-group")) {
    if (group.dataset.group in opened && !group.querySelector(".active")) group.open = opened[group.dataset.group];
    group.addEventListener("toggle", () => {
      opened[group.dataset.group] = group.open;
      try { localStorage.setItem(OPENED, JSON.stringify(opened)); } catch { /* storage full or off */ }
    });
  }

  // "/" goes to the search box.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/input|textarea|select/i.test(event.target.tagName)) {
      const box = document.getElementById("q");
      if (box) { event.preventDefault(); box.focus(); }
    }
  });
})();
