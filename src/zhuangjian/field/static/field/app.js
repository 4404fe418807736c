// The screens: open with the code, what is on the device, one inspection with its forms and checklist, handing in.
(() => {
  "use strict";
  const { store, home, checklist } = window.field;
  const { h } = checklist;
  const main = document.getElementById("main");
  const title = document.getElementById("title");
  const net = document.getElementById("net");
  const back = document.getElementById("back");
  const alerts = document.getElementById("alerts");
  let me = null;
  let goBack = null;

  const say = (words, kind = "info") => {
    const box = h("div", { class: `alert alert-${kind} fa-alert`, role: "status" }, words);
    alerts.replaceChildren(box);
    if (kind === "info") setTimeout(() => box.remove(), 6000);
  };
  const warn = (error) => say(error instanceof home.SignedOut ? h("span", {}, error.message, " ", h("a", { href: "/login/?next=/field/" }, "去登录")) : error.message, "warning");
  const screen = (words, leave, ...inside) => {
    title.textContent = words;
    goBack = leave;
    back.hidden = !leave;
    main.replaceChildren(...inside.filter(Boolean));
    scrollTo(0, 0);
  };
  back.addEventListener("click", () => goBack && goBack());
  const shownNet = () => { net.textContent = navigator.onLine ? "在线" : "离线"; net.classList.toggle("off", !navigator.onLine); };
  window.addEventListener("online", shownNet);
  window.addEventListener("offline", shownNet);

  const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;
  const time = (text) => new Date(text).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  const field = (label, input, hint) => h("div", { class: "mb-3" }, h("label", { class: "form-label", for: input.id }, label), input, hint ? h("small", { class: "form-hint" }, hint) : "");

  const learn = async () => {
    me = null;
    if (!navigator.onLine) return;
    const { ok, answer } = await home.ask("/field/mine/");
    if (ok) me = answer;
  };

  const opened = async () => {
    if (!window.indexedDB || !window.crypto || !crypto.subtle) {
      screen("现场离线", null, h("p", {}, "这台设备的浏览器不能安全地离线保存。请用 HTTPS 网址打开，或者换用较新的浏览器。"));
      return;
    }
    try { await learn(); } catch (error) { if (!(error instanceof home.Stopped)) warn(error); }
    const locks = await store.locks();
    const own = me && locks.find((one) => one.owner === me.owner);
    if (me && !own) { newCode(); return; }
    if (!locks.length) {
      screen("现场离线", null, h("p", {}, "本机还没有带出的检查。请在有网络时登录，设置本机口令并带出检查。"), h("a", { class: "btn btn-primary", href: "/login/?next=/field/" }, "去登录"));
      return;
    }
    askCode(own ? [own] : locks);
  };

  const codeInput = (id, more = {}) => h("input", { class: "form-control", id, type: "password", autocomplete: "off", minlength: 6, required: true, ...more });

  const newCode = () => {
    const first = codeInput("code"), again = codeInput("again");
    const wrong = h("div", { class: "fa-fault", role: "alert" });
    screen("设置本机口令", null, h("form", { onsubmit: async (event) => {
      event.preventDefault();
      if (first.value.length < 6) { wrong.textContent = "口令至少 6 位。"; return; }
      if (first.value !== again.value) { wrong.textContent = "两次输入的口令不一样。"; return; }
      wrong.textContent = "正在设置…";
      await store.setCode(me.owner, me.name, first.value);
      start();
    } }, h("p", {}, `${me.name}，带出的检查在本机加密保存，用这个口令打开。`), field("口令（至少 6 位）", first, "不是登录密码；忘记了无法找回，本机未交回的内容也就打不开。"), field("再输一次", again), wrong, h("button", { class: "btn btn-primary w-100", type: "submit" }, "设置")));
    first.focus();
  };

  const askCode = (locks) => {
    const who = h("select", { class: "form-select", id: "who" }, locks.map((one) => h("option", { value: one.owner }, one.name)));
    const code = codeInput("code");
    const wrong = h("div", { class: "fa-fault", role: "alert" });
    const button = h("button", { class: "btn btn-primary w-100", type: "submit" }, "打开");
    screen("打开现场离线", null, h("form", { onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      wrong.textContent = "正在打开…";
      const right = await store.unlock(who.value, code.value);
      button.disabled = false;
      if (right) start(); else { wrong.textContent = "口令不对。"; code.select(); }
    } }, locks.length > 1 ? field("使用人", who) : h("p", {}, `${locks[0].name}的现场离线`), field("本机口令", code), wrong, button));
    code.focus();
  };

  const start = async () => {
    shownNet();
    const [{ kept, free }, lost, here] = await Promise.all([store.room(), store.lost(), store.outings()]);
    const device = await store.device();
    const ids = new Set(here.map((one) => one.id));
    const gone = me ? me.outings.filter((one) => one.device === device && !ids.has(one.id)) : [];
    const elsewhere = me ? me.outings.filter((one) => one.device !== device) : [];
    const out = new Set(me ? me.outings.filter((one) => ids.has(one.id)).map((one) => one.inspection) : []);
    const lefts = await Promise.all(here.map((one) => store.left(one.id)));
    screen("现场离线", null,
      ...(gone.length || lost.length ? [h("div", { class: "alert alert-danger", role: "alert" }, h("strong", {}, "本机保存的内容被清空过。"), " 系统里已有的结果不受影响，也不会被覆盖。",
        ...gone.map((one) => h("div", {}, `${one.title}（${time(one.taken_at)} 带出）：`, h("a", { href: `/outings/${one.id}/` }, "登记内容丢失"), "，然后重新带出。")),
        ...lost.filter((one) => !gone.some((g) => g.id === one.id)).map((one) => h("div", {}, `有一次带出的 ${one.left} 件内容已经不在本机。`, h("button", { class: "btn btn-sm", type: "button", onclick: () => { store.mark(one.id, null); start(); } }, "知道了"))))] : []),
      h("section", {}, h("h2", { class: "fa-h2" }, "本机上的检查"),
        here.length ? here.map((one, at) => h("button", { class: "fa-row", type: "button", onclick: () => (one.over ? overdue(one.id) : overview(one.id)) },
          h("strong", {}, one.over ? "超过查看期限的检查" : one.given.party), h("span", { class: "text-secondary" }, one.over ? "只能交回" : one.given.title),
          h("span", { class: lefts[at] ? "fa-left" : "fa-allhome" }, lefts[at] ? `${lefts[at]} 件未交回` : "没有未交回的内容"))) : h("p", { class: "text-secondary" }, "还没有。在有网络的地方从下面带出。")),
      h("section", {}, h("h2", { class: "fa-h2" }, "可以带出的检查"), me ? (me.inspections.filter((one) => !out.has(one.id)).length ? me.inspections.filter((one) => !out.has(one.id)).map((one) => h("div", { class: "fa-row" }, h("strong", {}, one.party), h("span", { class: "text-secondary" }, `${one.title} · ${one.days}`), h("button", { class: "btn btn-outline-primary", type: "button", onclick: (event) => take(one, event.target, free) }, "带出"))) : h("p", { class: "text-secondary" }, "没有您参加的、方案已批准或者正在现场的检查。")) : h("p", { class: "text-secondary" }, "联网并登录后可以带出。")),
      elsewhere.length ? h("section", {}, h("h2", { class: "fa-h2" }, "在您其他设备上的"), elsewhere.map((one) => h("p", {}, `${one.title}：${one.device_name}，${time(one.taken_at)} 带出`))) : "",
      h("p", { class: "text-secondary small" }, `剩余空间 ${megabytes(free)}。`, kept ? "浏览器已同意长期保存本机内容。" : "浏览器没有同意长期保存：空间不足时手机可能清空本机内容，请当天交回。"),
      h("button", { class: "btn w-100", type: "button", onclick: () => { store.lock(); opened(); } }, "锁定"),
    );
  };

  const take = async (one, button, free) => {
    if (free < 200 * 1048576) say(`本机剩余空间只有 ${megabytes(free)}，拍照前请清理。`, "warning");
    const name = localStorage.getItem("zj-field-name") || prompt("给这台设备起个名字，例如：王芳的手机", "手机");
    if (!name) return;
    localStorage.setItem("zj-field-name", name.slice(0, 60));
    button.disabled = true;
    try {
      const { ok, answer } = await home.ask(`/field/take/${one.id}/`, { device: await store.device(), device_name: name.slice(0, 60), device_clock: new Date().toISOString(), request_key: store.uuid() });
      if (!ok) throw new home.Stopped(home.said(answer.error));
      await store.putOuting(answer);
      await learn();
      await start();
      say("已带出，没有网络也可以办理。");
    } catch (error) { button.disabled = false; warn(error); }
  };

  const overdue = (id) => {
    screen("只能交回", start, h("p", {}, "已过查看期限，本机不再显示这次检查的内容；其中没有交回的仍可交回。"), sending(id));
  };

  const sending = (id, again = () => {}) => {
    const count = h("span", {});
    const button = h("button", { class: `btn w-100 ${navigator.onLine ? "btn-primary" : "btn-outline-primary"}`, type: "button" }, "交回");
    const finish = h("button", { class: "btn w-100 mt-2", type: "button", hidden: true }, "全部已交回，结束带出并清除本机内容");
    const paint = async () => {
      const left = await store.left(id);
      count.textContent = left ? `${left} 件在本机，没有交回` : "本机没有未交回的内容";
      button.hidden = !left;
      finish.hidden = left > 0;
    };
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { stored, left } = await home.handIn(id, (words) => { count.textContent = words; });
        say(left ? `交回 ${stored} 件，还有 ${left} 件需要您处理。` : `交回 ${stored} 件，全部已入库。`, left ? "warning" : "info");
      } catch (error) { warn(error); }
      button.disabled = false;
      await paint();
      again();
    });
    finish.addEventListener("click", async () => {
      try {
        const { ok, answer } = await home.ask(`/field/outings/${id}/end/`, { left: String(await store.left(id)) });
        if (!ok) throw new home.Stopped(home.said(answer.error));
        await store.forget(id);
        try { await learn(); } catch { /* the list is fetched again at the next opening */ }
        await start();
        say("已结束，本机内容已清除。");
      } catch (error) { warn(error); }
    });
    paint();
    return h("div", { class: "fa-sending" }, count, button, finish);
  };

  const overview = async (id) => {
    const given = await store.outing(id);
    const works = await store.works(id);
    const waiting = h("section", {});
    const list = async () => {
      const rows = await store.works(id);
      const stuck = Object.values(await store.answers(id)).filter((one) => ["clash", "refused"].includes(one.state)).length;
      waiting.replaceChildren(rows.length || stuck ? h("h2", { class: "fa-h2" }, "待交回") : "",
        stuck ? h("p", { class: "fa-fault" }, `检查要点有 ${stuck} 项没有入库：打开检查要点，点“待处理”，逐项看理由。`) : "", ...rows.map((one) => h("div", { class: "fa-row" }, h("strong", {}, one.about), h("span", { class: "text-secondary" }, `${time(one.at)}${one.file ? ` · ${megabytes(one.size || 0)}` : ""}`),
        one.state === "refused" ? h("div", { class: "fa-fault" }, one.words, " ",
          h("button", { class: "btn btn-sm me-2", type: "button", onclick: async () => { await store.setWork(one.key, { state: "ready" }); list(); } }, "再交一次"),
          h("button", { class: "btn btn-sm", type: "button", onclick: async () => { await store.setWork(one.key, { state: "dropping", words: "经办人放弃" }); list(); } }, "放弃（内容留存在系统）")) : "")));
    };
    const forms = given.forms.map((form) => h("button", { class: "btn me-2 mb-2", type: "button", onclick: () => fill(id, form) }, form.title));
    screen(given.party, start,
      sending(id, () => overview(id)),
      h("button", { class: `btn w-100 my-2 fa-big ${navigator.onLine && (await store.left(id)) ? "btn-outline-primary" : "btn-primary"}`, type: "button", onclick: () => inspect(id, given) }, `检查要点（${given.points.length} 项）`),
      forms.length ? h("div", { class: "my-2" }, forms) : "",
      waiting,
      h("details", { class: "fa-facts", open: !works.length }, h("summary", {}, "方案和检查组"), h("dl", { class: "zj-facts" }, [["编号", given.title], ["类型", given.type], ["地址", given.address], ...given.plan, ["检查表", given.checklist]].filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])), h("ul", {}, given.team.map((one) => h("li", {}, `${one.name}（${one.part}）${one.unit}`)))),
      h("p", { class: "text-secondary small" }, `本机可查看至 ${time(given.shown_until)}，之后只能交回。`),
      h("button", { class: "btn btn-sm me-2", type: "button", onclick: async () => {
        const files = await home.exported(given);
        if (!files.length) { say("没有可以导出的内容。"); return; }
        files.forEach((file, at) => {
          const link = h("a", { href: URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/octet-stream" })), download: `现场离线-${given.outing.slice(0, 8)}-${at + 1}.zjfield` });
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        });
        say(`已导出 ${files.length} 个封存文件到“下载”。内容仍在本机。`);
      } }, "导出封存文件"),
      navigator.onLine ? h("button", { class: "btn btn-sm", type: "button", onclick: async () => { try { const { ok, answer } = await home.ask(`/field/outings/${id}/`); if (ok) { await store.putOuting(answer); overview(id); say("已取到最新内容。"); } } catch (error) { warn(error); } } }, "取最新内容") : "",
    );
    list();
  };

  const inspect = async (id, given) => {
    screen(given.party, () => overview(id));
    await checklist.show(main, given, () => {}, (words) => say(words, words.includes("没有") ? "danger" : "info"));
  };

  const fill = (id, form) => {
    const box = h("form", { class: "fa-form", novalidate: true });
    // Made by the system from the same act as at the desk, and kept with the outing.
    box.innerHTML = form.html;
    box.append(h("button", { class: "btn btn-primary w-100", type: "submit" }, `${form.title}：存入本机`));
    box.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = [...new FormData(box)].map(([name, value]) => [name, String(value)]);
      await store.addWork(id, { act: form.act, about: form.title, form: true, fields });
      await overview(id);
      say("已存入本机，交回时按现在的时间办理。");
    });
    screen(form.title, () => overview(id), box);
  };

  // Nothing stays open on a screen that nobody looks at.
  let hidden = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { hidden = Date.now(); return; }
    if (store.unlocked() && hidden && Date.now() - hidden > 10 * 60000) { store.lock(); opened(); }
  });
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" }).catch(() => { /* said by the sign-in page or the next opening */ });
  shownNet();
  opened();
})();
