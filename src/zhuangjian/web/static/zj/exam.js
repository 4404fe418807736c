// An examination saves each answer at once. What cannot be sent waits in this page and is sent again until it is stored;
// the time shown is the server's, counted on from what it said was left. Nothing is kept on the device.
(() => {
  "use strict";
  const form = document.getElementById("exam");
  if (!form) return;
  const questions = [...form.querySelectorAll(".zj-question")];
  const clock = document.getElementById("exam-left");
  const count = document.getElementById("exam-done");
  const state = document.getElementById("exam-state");
  const began = performance.now();
  const given = Number(form.dataset.left) * 1000;
  const waiting = new Map();
  let sending = false, timer = 0, over = false;

  const chosen = (q) => [...q.querySelectorAll("input:checked")].map((one) => one.value);
  const say = (q, words) => { q.querySelector(".zj-question-state").textContent = words; };
  const done = () => { count.textContent = `已答 ${questions.filter((q) => chosen(q).length).length} / ${questions.length} 题`; };

  const tick = () => {
    const left = Math.max(0, given - (performance.now() - began));
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `剩余 ${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, "0")} 秒`;
    if (left > 0 || over) return;
    over = true;
    for (const input of form.querySelectorAll("input[type=radio], input[type=checkbox]")) input.disabled = true;
    clock.textContent = "时间到，由系统交卷";
    setTimeout(() => location.reload(), 20000);
  };

  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  const post = async (q, answer) => {
    const data = (token) => {
      const made = new FormData();
      made.append("csrfmiddlewaretoken", token);
      made.append("target", q.dataset.id);
      made.append("request_key", answer.key);
      for (const at of answer.chosen) made.append("chosen", at);
      return made;
    };
    const response = await window.zj.send("/do/training.answer/", { body: data });
    if (response.status === 204) return "";
    if (response.status === 401) throw new Error("signed out");
    if (response.redirected || response.status === 403 || response.status >= 500) throw new Error("not now");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.body.textContent.trim().replace(/\s+/g, " ") || "没有保存";
  };

  const send = async () => {
    if (sending || !waiting.size) return;
    sending = true;
    state.textContent = "保存中…";
    try {
      for (const [q, answer] of [...waiting]) {
        const fault = await post(q, answer);
        // Chosen anew meanwhile: that answer is still to be sent.
        if (waiting.get(q) === answer) { waiting.delete(q); say(q, fault || (answer.chosen.length ? "已保存" : "")); }
      }
      state.textContent = waiting.size ? "" : "全部已保存";
    } catch (error) {
      const why = error.message === "signed out" ? "登录已过期" : "网络不通";
      state.textContent = `${why}，${waiting.size} 题没有保存，接通后自动保存，请不要关闭本页`;
      clearTimeout(timer);
      timer = setTimeout(send, 3000);
    }
    sending = false;
    if (waiting.size && !timer) send();
    timer = 0;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const q = event.target.closest(".zj-question");
    if (!q) return;
    waiting.set(q, { chosen: chosen(q), key: key() });
    say(q, "保存中…");
    done();
    send();
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  done();
  tick();
  setInterval(tick, 500);
})();
