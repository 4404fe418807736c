// The checklist saves itself: changed rows go out in batches, what is typed also lies in this browser until it is stored,
// and a clash on one checkpoint never holds up the others. Without this file the form saves with its button.
(() => {
  "use strict";
  const form = document.getElementById("checklist");
  if (!form) return;
  const rows = [...form.querySelectorAll(".zj-check")];
  const state = document.getElementById("save-state");
  const done = document.getElementById("done");
  const editable = Boolean(form.querySelector("button[type=submit]"));
  // Results belong to whom this page was made for: kept under them, sent as theirs, never shown to the next person.
  const { owner } = window.zj;
  const KEY = `zj-checklist:${owner}:${location.pathname}`;
  const VALUES = ["conforming", "nonconforming", "minor_flaw", "not_applicable"];
  const BATCH = 25;
  const clashes = new Set();
  let timer = 0, sending = false, again = false, another = false;

  const part = (row, name) => row.querySelector(`[name="${name}-${row.dataset.no}"]`);
  const result = (row) => (row.querySelector("input[type=radio]:checked") || {}).value || "";
  const text = (row) => part(row, "text").value.trim();
  const known = (row) => [part(row, "known").value, part(row, "known-text").value.trim()];
  const changed = (row) => (result(row) || text(row)) && (result(row) !== known(row)[0] || text(row) !== known(row)[1]);
  const isBad = (value) => value === "nonconforming" || value === "minor_flaw";
  // A shortfall without words would be refused; it waits until something is written.
  const ready = (row) => changed(row) && result(row) && !(isBad(result(row)) && !text(row)) && !clashes.has(row);
  const say = (row, words) => { row.querySelector(".zj-check-state").textContent = words; };
  const fault = (row, words) => { row.querySelector(".zj-check-fault").textContent = words; };

  const keep = () => {
    const drafts = {};
    for (const row of rows) if (changed(row)) drafts[row.dataset.no] = { result: result(row), text: text(row), known: known(row) };
    try {
      if (Object.keys(drafts).length) localStorage.setItem(KEY, JSON.stringify(drafts)); else localStorage.removeItem(KEY);
    } catch { /* storage full or off: the page itself still holds the text */ }
  };

  const mark = (row) => {
    row.classList.toggle("unsaved", Boolean(changed(row)));
    row.classList.toggle("bad", isBad(result(row)));
    row.classList.toggle("done", Boolean(known(row)[0]));
    row.querySelector(".zj-check-hint").textContent = result(row) === "minor_flaw" ? row.dataset.flaw || "" : "";
    if (changed(row) && isBad(result(row)) && !text(row)) say(row, "请写明检查发现，写好后自动保存");
    else if (changed(row) && !result(row)) say(row, "请选择结果，选好后自动保存");
    else if (changed(row)) say(row, "未保存");
  };

  window.addEventListener("beforeprint", () => {
    for (const row of rows) row.querySelector(".zj-check-printed").textContent = text(row);
  });

  const overall = (words) => { state.textContent = words; };
  const left = () => rows.filter(changed).length;

  const pick = (row, value) => {
    const radio = row.querySelector(`input[value="${value}"]`);
    if (radio && !radio.disabled) { radio.checked = true; touched(row); }
  };

  const touched = (row) => {
    clashes.delete(row);
    row.classList.remove("clash");
    fault(row, "");
    mark(row);
    keep();
    if (!lacks(row)) part(row, "text").classList.remove("is-invalid");
    if (!missing.classList.contains("d-none")) tellMissing(true);
    clearTimeout(timer);
    timer = setTimeout(send, 900);
    overall(`${left()} 项未保存`);
  };

  const body = (batch) => (token) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    for (const row of batch) {
      const no = row.dataset.no;
      data.append(`result-${no}`, result(row));
      data.append(`text-${no}`, text(row));
      data.append(`known-${no}`, known(row)[0]);
      data.append(`known-text-${no}`, known(row)[1]);
    }
    return data;
  };

  const post = async (batch) => {
    const sent = new Map(batch.map((row) => [row, [result(row), text(row)]]));
    for (const row of batch) say(row, "保存中…");
    const response = await window.zj.send(form.getAttribute("action"), { body: body(batch), headers: { Accept: "application/json" } });
    if (response.status === 401) throw new Error("signed out");
    if (response.redirected || !(response.headers.get("Content-Type") || "").includes("json")) throw new Error("signed out");
    const answer = await response.json();
    if (answer.another_person) { another = true; throw new Error("another person"); }
    if (response.ok) {
      done.textContent = answer.done;
      for (const row of batch) {
        [part(row, "known").value, part(row, "known-text").value] = sent.get(row);
        const stored = answer.stored[row.dataset.no];
        if (stored) say(row, `已保存 ${stored.by} ${stored.at}`);
        mark(row);
        refreshExtra(row);
      }
      keep();
      return;
    }
    // One bad row must not hold up the others: send them one by one, and only it stays.
    if (batch.length > 1) { for (const row of batch) await post([row]); return; }
    refused(batch[0], answer, response.status === 409);
  };

  const refused = (row, answer, conflict) => {
    clashes.add(row);
    row.classList.toggle("clash", conflict);
    const stored = answer.stored[row.dataset.no];
    if (conflict && stored) {
      fault(row, `${stored.by} ${stored.at} 已记为“${stored.label}”${stored.text ? "：" + stored.text : ""}。您选的没有保存，对方的没有被覆盖。`);
      [part(row, "known").value, part(row, "known-text").value] = [stored.result, stored.text];
      // The radio is chosen already: choosing it once more would say nothing, so each way out has a button.
      settle(row, "以我填的为准", () => {});
      settle(row, "用对方的", () => {
        const theirs = row.querySelector(`input[value="${stored.result}"]`);
        if (theirs) theirs.checked = true;
        part(row, "text").value = stored.text;
      });
      say(row, "冲突，未保存");
    } else {
      fault(row, [answer.error.message, ...answer.error.missing].join(" "));
      say(row, "未保存");
    }
    keep();
  };

  const settle = (row, words, change) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary ms-2";
    button.textContent = words;
    button.addEventListener("click", () => { change(); touched(row); row.focus(); });
    row.querySelector(".zj-check-fault").append(button);
  };

  const send = async () => {
    if (!editable || another) return;
    if (sending) { again = true; return; }
    const waiting = rows.filter(ready);
    if (!waiting.length) { overall(left() ? `${left()} 项未保存` : ""); return; }
    sending = true;
    overall("保存中…");
    try {
      for (let start = 0; start < waiting.length; start += BATCH) await post(waiting.slice(start, start + BATCH));
      overall(left() ? `${left()} 项未保存` : "全部已保存");
    } catch (error) {
      if (another) {
        for (const row of rows) if (changed(row)) say(row, "未保存");
        overall(`现在登录的是另一个人，${left()} 项没有发送，已为原来的人留在本机；原来的人重新登录后打开本页会继续保存`);
        sending = false;
        return;
      }
      overall(error.message === "signed out" ? `登录已过期，${left()} 项暂存在本机，重新登录后自动保存` : `没有连上，${left()} 项暂存在本机，连上后自动保存`);
      clearTimeout(timer);
      timer = setTimeout(send, 8000);
    }
    sending = false;
    if (again) { again = false; send(); }
  };

  const restore = () => {
    let drafts;
    try { drafts = JSON.parse(localStorage.getItem(KEY) || "null"); } catch { return; }
    if (!drafts) return;
    let count = 0;
    for (const row of rows) {
      const draft = drafts[row.dataset.no];
      if (!draft) continue;
      const radio = row.querySelector(`input[value="${draft.result}"]`);
      if (radio) radio.checked = true;
      part(row, "text").value = draft.text;
      // What was seen then goes along, so that a colleague's later change is noticed.
      [part(row, "known").value, part(row, "known-text").value] = draft.known;
      if (changed(row)) { mark(row); count += 1; }
    }
    if (count) { overall(`已找回上次未保存的 ${count} 项`); timer = setTimeout(send, 1200); }
  };

  const boxOf = (row) => form.querySelector(`.zj-check-extra[data-for="${row.dataset.no}"]`);
  const loadExtra = async (row) => {
    const button = row.querySelector("button[data-extra]");
    const response = await window.zj.send(button.dataset.extra).catch(() => ({ ok: false }));
    if (!response.ok) { boxOf(row).textContent = "没有取到，请稍后再点。"; return; }
    boxOf(row).innerHTML = await response.text();
    button.setAttribute("aria-expanded", "true");
    const extra = boxOf(row).querySelector(".zj-extra");
    for (const name of ["deficiencies", "evidence"]) button.querySelector(`[data-count=${name}]`).textContent = extra.dataset[name];
  };
  const refreshExtra = (row) => { if (boxOf(row).firstChild && !boxOf(row).contains(document.activeElement)) loadExtra(row); };

  // Forms inside the form are not allowed in HTML, so the extra parts live beside their row and are sent from here.
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-extra]");
    if (!button) return;
    const row = button.closest(".zj-check");
    if (boxOf(row).firstChild) { boxOf(row).replaceChildren(); button.setAttribute("aria-expanded", "false"); return; }
    await send();
    loadExtra(row);
  });

  const submitInline = async (inline) => {
    const row = form.querySelector(`#item-${CSS.escape(inline.closest(".zj-check-extra").dataset.for)}`);
    const place = inline.querySelector(".zj-refusal");
    const button = inline.querySelector("[data-send]");
    const files = [...((inline.querySelector("input[type=file]") || {}).files || [])];
    button.disabled = true;
    place.textContent = files.length ? "上传中…" : "";
    for (const file of files.length ? files : [null]) {
      const data = (token) => {
        const made = new FormData();
        made.append("csrfmiddlewaretoken", token);
        for (const field of inline.querySelectorAll("input[type=hidden], textarea")) {
          if (field.name !== "csrfmiddlewaretoken") made.append(field.name, field.value);
        }
        if (file) {
          made.append("file", file, file.name);
          made.set("captured_at", new Date(Math.min(file.lastModified, Date.now())).toISOString());
        }
        return made;
      };
      let response;
      try {
        response = await window.zj.send(inline.dataset.action, { body: data });
      } catch (error) {
        place.textContent = error.message === "signed out" ? "登录已过期，没有上传，请重新登录后再点一次。" : "网络中断，没有上传，请稍后再试。";
        button.disabled = false;
        return;
      }
      if (response.status !== 204) { place.innerHTML = await response.text(); button.disabled = false; return; }
    }
    loadExtra(row);
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-send]");
    if (button) submitInline(button.closest(".zj-inline"));
  });

  form.addEventListener("input", (event) => {
    const row = event.target.closest(".zj-check");
    if (row && editable) touched(row);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") touched(event.target.closest(".zj-check"));
  });
  // What cannot be stored yet is named beside the button, and the first of it gets the cursor.
  const missing = document.getElementById("missing");
  const lacks = (row) => changed(row) && (!result(row) || (isBad(result(row)) && !text(row)));
  const tellMissing = (all) => {
    const short = rows.filter(lacks);
    for (const row of rows) part(row, "text").classList.toggle("is-invalid", all && short.includes(row) && Boolean(result(row)));
    const bare = short.filter(result), open = short.filter((row) => !result(row));
    const nos = (some) => some.map((row) => `第${row.dataset.no}项`).join("、");
    missing.textContent = [
      bare.length ? `${nos(bare)}判为不符合或者瑕疵，还没有写明检查发现，没有保存；请写明后再保存。` : "",
      open.length ? `${nos(open)}写了检查发现，还没有选择结果，没有保存；请选择结果。` : "",
    ].join("");
    missing.classList.toggle("d-none", !short.length);
    return short;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const [first] = tellMissing(true);
    if (first) {
      for (const hidden of [first, first.closest(".zj-chapter")]) hidden.classList.remove("d-none");
      if (result(first)) part(first, "text").focus(); else first.focus();
    }
    send();
  });

  const shown = () => rows.filter((row) => !row.classList.contains("d-none"));
  const KEYS = ["ArrowDown", "ArrowUp", "1", "2", "3", "4"];
  // Nothing has the focus on a fresh page: the first row still to be done takes the keys then.
  document.addEventListener("keydown", (event) => {
    const idle = !document.activeElement || document.activeElement === document.body;
    if (!idle || !KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = shown();
    const row = list.find((one) => !result(one)) || list[0];
    if (!row) return;
    event.preventDefault();
    row.focus();
    if (!event.key.startsWith("Arrow")) row.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true }));
  });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".zj-check");
    if (!row || /textarea|text/i.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = shown();
    const at = list.indexOf(row);
    if ("1234".includes(event.key) && editable) {
      event.preventDefault();
      const value = VALUES[Number(event.key) - 1];
      pick(row, value);
      if (isBad(value)) part(row, "text").focus();
      else if (list[at + 1]) list[at + 1].focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = list[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.focus();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.tagName === "TEXTAREA") {
      const row = event.target.closest(".zj-check");
      if (row) row.focus();
    }
  });

  const TESTS = {
    all: () => true,
    open: (row) => !known(row)[0],
    bad: (row) => isBad(result(row)),
    key: (row) => ["critical", "major"].includes(row.dataset.class),
  };
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      for (const other of document.querySelectorAll("[data-show]")) other.classList.toggle("active", other === button);
      for (const row of rows) {
        const hidden = !TESTS[button.dataset.show](row);
        row.classList.toggle("d-none", hidden);
        boxOf(row).classList.toggle("d-none", hidden);
      }
      for (const section of form.querySelectorAll(".zj-chapter")) section.classList.toggle("d-none", !section.querySelector(".zj-check:not(.d-none)"));
      document.getElementById("none").classList.toggle("d-none", shown().length > 0);
    });
  }

  window.addEventListener("beforeunload", (event) => { if (rows.some(changed)) event.preventDefault(); });
  window.addEventListener("online", send);
  if (editable) restore();
})();
