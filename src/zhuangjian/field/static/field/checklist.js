// The checklist by thumb: one chapter at a time, each answer stored on the device as it is typed.
window.field.checklist = (() => {
  "use strict";
  const { store, home } = window.field;
  const BAD = ["nonconforming", "minor_flaw"];
  const STATES = { ready: "在本机，未交回", stored: "已入库", clash: "与同组人员的结果不同", refused: "没有入库", dropping: "在本机，未交回" };

  const h = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  };

  // Shows the checklist of one outing in ``main``; ``changed`` is called after each change of what waits.
  const show = async (main, given, changed, say) => {
    const id = given.outing;
    const labels = Object.fromEntries(given.results);
    let answers = await store.answers(id);
    let works = await store.works(id);
    const chapters = [...new Set(given.points.map((one) => one.chapter))];
    let chapter = sessionStorage.getItem(`zj-field-chapter:${id}`) || chapters[0];
    if (!chapters.includes(chapter)) [chapter] = chapters;
    let only = "all";

    const current = (no) => answers[no] || (given.found[no] ? { ...given.found[no], known: given.found[no], state: "stored", theirs: given.found[no] } : null);
    const done = (no) => Boolean((current(no) || {}).result);
    const known = (no) => (answers[no] ? answers[no].known : given.found[no] || { result: "", text: "" });
    const bare = (one) => ({ result: one.result || "", text: one.text || "" });

    const painters = {};
    // One writer at a time and in order: the last letter typed is the last one stored.
    let queue = Promise.resolve();
    const put = (no, change) => {
      const before = answers[no] || { known: bare(known(no)), drops: [], result: "", text: "", ...bare(known(no)) };
      const next = { ...before, ...change, key: store.uuid(), at: Date.now(), state: "ready", words: "", stands: null };
      // What was refused or clashed was received under its number; entered anew, that one is settled.
      if (["clash", "refused"].includes(before.state)) {
        next.drops = [...(before.drops || []), [before.key, "在设备上改填后另行交回"]];
        if (before.stands) next.known = bare(before.stands);
      }
      next.label = labels[next.result] || "";
      answers[no] = next;
      next.saving = true;
      const stored = () => {
        next.saving = false;
        changed();
        if (painters[no]) painters[no]();
      };
      const { saving, ...kept } = next;
      queue = queue.then(() => store.putAnswer(id, no, kept)).then(stored, (error) => say(`没有存进本机：${error.message}。请先不要离开本页，清理手机空间后再填。`));
      return queue;
    };
    const useTheirs = async (no) => {
      const before = answers[no];
      answers[no] = { ...before, ...bare(before.stands), label: before.stands.label, known: bare(before.stands), drops: [...(before.drops || []), [before.key, "采用同组人员的结果"]], key: store.uuid(), state: "dropping", words: "" };
      await store.putAnswer(id, no, answers[no]);
      changed();
      draw();
    };

    const card = (point) => {
      const { no } = point;
      const box = h("article", { class: "fa-item", id: `item-${no}`, "data-class": point.class });
      const state = h("span", { class: "fa-state", role: "status" });
      const fault = h("div", { class: "fa-fault", role: "alert" });
      const words = h("textarea", { class: "form-control", rows: 2, placeholder: "检查发现", "aria-label": `第${no}项检查发现`, oninput: () => { put(no, { text: words.value }); paint(); } });
      const buttons = given.results.map(([value, label]) => h("button", { class: "fa-choice", type: "button", "data-value": value, "aria-pressed": "false", onclick: () => { put(no, { result: value }); paint(); if (BAD.includes(value)) words.focus(); } }, label));
      const camera = h("input", { type: "file", accept: "image/*", capture: "environment", class: "fa-file", "aria-label": `第${no}项拍照`, onchange: async () => {
        for (const file of camera.files) {
          say("正在存入本机…");
          await store.addWork(id, { act: "evidence.add", about: `第${no}项照片`, item: no, data: { item: no, note: point.topic } }, file).then(() => say("照片已存入本机"), (error) => say(`照片没有存进本机：${error.message}。请清理手机空间后重拍。`));
        }
        camera.value = "";
        works = await store.works(id);
        changed();
        paint();
      } });
      const photos = h("span", { class: "fa-count" });
      const list = h("button", { class: "btn btn-sm", type: "button", onclick: async () => {
        const text = words.value.trim();
        if (!text) { fault.textContent = "请先写明检查发现，再列为缺陷。"; words.focus(); return; }
        await store.addWork(id, { act: "inspections.deficiency", about: `第${no}项列为缺陷`, item: no, data: { item: no, text } });
        works = await store.works(id);
        changed();
        paint();
      } }, "列为缺陷");
      const paint = () => {
        const now = current(no) || { result: "", text: "", state: "" };
        const mine = works.filter((one) => one.item === no);
        if (document.activeElement !== words) words.value = now.text || "";
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === now.result));
        box.classList.toggle("bad", BAD.includes(now.result));
        box.classList.toggle("done", Boolean(now.result));
        tally();
        const open = BAD.includes(now.result) || now.text;
        words.hidden = !open;
        list.hidden = !BAD.includes(now.result);
        photos.textContent = [mine.filter((one) => one.file).length && `照片 ${mine.filter((one) => one.file).length} 张待交`, mine.filter((one) => !one.file).length && `缺陷 ${mine.filter((one) => !one.file).length} 条待交`].filter(Boolean).join(" · ");
        const lacking = now.state === "ready" && !home.ready(now);
        state.textContent = now.saving ? "正在存入本机…" : lacking ? (now.result ? "请写明检查发现" : "请选择结果") : now.theirs ? `${now.theirs.by} ${now.theirs.at}` : STATES[now.state] || "";
        if (now.state === "clash" && now.stands) {
          fault.replaceChildren(
            h("div", {}, h("strong", {}, "您填的："), `${now.label}${now.text ? "，" + now.text : ""}`),
            h("div", {}, h("strong", {}, `${now.stands.by}（${now.stands.at}）：`), `${now.stands.label}${now.stands.text ? "，" + now.stands.text : ""}`),
            h("button", { class: "btn btn-sm btn-primary me-2", type: "button", onclick: () => { put(no, {}); fault.replaceChildren(); paint(); } }, "以我填的为准"),
            h("button", { class: "btn btn-sm", type: "button", onclick: () => useTheirs(no) }, "用对方的"),
          );
        } else if (now.state === "refused") {
          fault.replaceChildren(now.words, " ", h("button", { class: "btn btn-sm", type: "button", onclick: async () => { answers[no] = { ...answers[no], state: "ready" }; await store.putAnswer(id, no, answers[no]); changed(); paint(); } }, "再交一次"));
        } else fault.replaceChildren();
      };
      const guides = [...(given.guides[no] || []), ...(given.guides[point.chapter] || [])];
      box.append(
        h("div", { class: "fa-item-head" }, h("b", { class: "fa-no" }, `${no}${point.mark}`), h("div", {}, h("strong", {}, point.topic), point.summary && point.summary !== point.topic ? h("div", { class: "fa-summary" }, point.summary) : "")),
        (given.before[no] || []).length ? h("details", { class: "fa-before", open: true }, h("summary", {}, "以前的缺陷"), ...given.before[no].map((one) => h("div", {}, one))) : "",
        h("div", { class: "fa-choices", role: "group", "aria-label": `第${no}项结果` }, buttons), words,
        h("div", { class: "fa-foot" }, h("label", { class: "btn btn-sm" }, "拍照", camera), list, photos, state), fault,
        guides.length ? h("details", { class: "fa-guides" }, h("summary", {}, `答疑、案例和指引 ${guides.length} 条`), ...guides.map((one) => h("div", {}, h("strong", {}, `${one.kind}：${one.title}`), h("div", {}, one.text)))) : "",
      );
      painters[no] = paint;
      paint();
      return box;
    };

    const rest = async (points) => {
      const left = points.filter((one) => !done(one.no));
      const dialog = h("dialog", { class: "fa-dialog" },
        h("h2", {}, "本章其余项目均符合？"), h("p", {}, `下列 ${left.length} 项还没有结果，逐项核对后一并记为符合：`),
        h("ul", {}, left.map((one) => h("li", {}, h("label", { class: "form-check" }, h("input", { class: "form-check-input", type: "checkbox", value: one.no, checked: true }), h("span", { class: "form-check-label" }, `${one.no}${one.mark} ${one.topic}`))))),
        h("button", { class: "btn btn-primary me-2", type: "button", onclick: async () => {
          const chosen = [...dialog.querySelectorAll("input:checked")].map((one) => one.value);
          for (const no of chosen) await put(no, { result: "conforming" });
          dialog.close();
          draw();
        } }, "确认符合"),
        h("button", { class: "btn", type: "button", onclick: () => dialog.close() }, "取消"));
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
    };

    const TESTS = { all: () => true, open: (one) => !done(one.no), before: (one) => (given.before[one.no] || []).length > 0, issue: (one) => ["clash", "refused"].includes((current(one.no) || {}).state) };
    const tally = () => {
      const total = main.querySelector(".fa-total");
      if (total) total.textContent = `${given.points.filter((one) => done(one.no)).length}/${given.points.length}`;
    };
    const draw = () => {
      const inChapter = given.points.filter((one) => only === "before" || only === "issue" || one.chapter === chapter);
      const shown = inChapter.filter(TESTS[only]);
      const total = given.points.filter((one) => done(one.no)).length;
      const select = h("select", { class: "form-select", "aria-label": "章节", onchange: () => { chapter = select.value; sessionStorage.setItem(`zj-field-chapter:${id}`, chapter); draw(); scrollTo(0, 0); } },
        chapters.map((one) => { const all = given.points.filter((p) => p.chapter === one); return h("option", { value: one, selected: one === chapter }, `${one}（${all.filter((p) => done(p.no)).length}/${all.length}）`); }));
      const filter = (name, words) => h("button", { class: `btn btn-sm${only === name ? " active" : ""}`, type: "button", "aria-pressed": String(only === name), onclick: () => { only = name; draw(); } }, words);
      const at = chapters.indexOf(chapter);
      const step = (to, words) => (to >= 0 && to < chapters.length ? h("button", { class: "btn", type: "button", onclick: () => { chapter = chapters[to]; sessionStorage.setItem(`zj-field-chapter:${id}`, chapter); draw(); scrollTo(0, 0); } }, words) : "");
      main.replaceChildren(
        h("div", { class: "fa-bar" }, select, h("div", { class: "fa-filters" }, h("span", { class: "fa-total" }, `${total}/${given.points.length}`), filter("all", "全部"), filter("open", "未检"), filter("before", "以前有缺陷"), filter("issue", "待处理"))),
        ...shown.map(card),
        shown.length ? "" : h("p", { class: "text-secondary fa-none" }, only === "open" ? "本章已全部有结果。" : "没有这样的项目。"),
        only === "all" && shown.some((one) => !done(one.no)) ? h("button", { class: "btn w-100 mb-2", type: "button", onclick: () => rest(inChapter) }, "本章其余均符合…") : "",
        h("div", { class: "fa-steps" }, step(at - 1, "‹ 上一章"), step(at + 1, "下一章 ›")),
      );
    };
    draw();
  };
  return { h, show };
})();
