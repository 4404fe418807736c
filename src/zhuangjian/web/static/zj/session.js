// What a page sends is sent under the sign-in of now: another window may have signed in again meanwhile, and a session that
// ended is begun again in place, after which what was to be sent is sent once. Everything typed stays where it is.
window.zj = (() => {
  "use strict";
  // Whom this page was made for. What is kept in the browser is kept apart by it; a page for nobody keeps nothing.
  const owner = document.body.dataset.owner || "";
  const dialog = document.getElementById("sign-in-again");
  const bar = document.getElementById("signed-out");
  const form = dialog && dialog.querySelector("form");
  let waiting = null;

  // A sign-in gives a new token; the one printed in the page is refused from then on.
  const freshen = () => {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
    const token = found ? decodeURIComponent(found[1]) : "";
    if (token) for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    const first = document.querySelector("input[name=csrfmiddlewaretoken]");
    return token || (first ? first.value : "");
  };
  const ended = (response) => response.status === 401 && response.headers.get("X-Sign-In");

  // Resolves once the person of this page is signed in again; rejects where they would rather not now.
  const signedIn = (how, asked = false) => {
    if (!dialog || !dialog.showModal) return Promise.reject(new Error("signed out"));
    if (waiting) return waiting.promise;
    if (!bar.hidden && !asked) return Promise.reject(new Error("signed out"));
    bar.hidden = true;
    waiting = {};
    waiting.promise = new Promise((resolve, reject) => { waiting.resolve = resolve; waiting.reject = reject; });
    ask(how);
    dialog.showModal();
    form.elements[how === "code" ? "code" : "password"].focus();
    return waiting.promise;
  };
  const ask = (how) => {
    for (const part of dialog.querySelectorAll("[data-asks]")) part.hidden = part.dataset.asks !== how;
    form.dataset.how = how;
    tell("");
  };
  const tell = (words) => { dialog.querySelector("[role=alert]").textContent = words; };
  const over = (done) => {
    const asked = waiting;
    waiting = null;
    form.elements.password.value = form.elements.code.value = "";
    if (dialog.open) dialog.close();
    bar.hidden = done;
    if (!asked) return;
    if (done) asked.resolve(); else asked.reject(new Error("signed out"));
  };
  if (dialog) {
    dialog.addEventListener("close", () => { if (waiting) over(false); });
    dialog.querySelector("[data-later]").addEventListener("click", () => over(false));
    bar.querySelector("button").addEventListener("click", () => {
      signedIn("password", true).then(() => window.dispatchEvent(new Event("online")), () => {});
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      freshen();
      const data = new FormData(form);
      button.disabled = true;
      let answer;
      try {
        const response = await fetch(form.dataset.how === "code" ? "/account/totp/verify/" : "/login/", { method: "POST", body: data, headers: { Accept: "application/json" } });
        answer = await response.json();
      } catch {
        tell("没有连上，请稍后再试。填写的内容仍在本页。");
        button.disabled = false;
        return;
      }
      button.disabled = false;
      if (answer.fault) { tell(answer.fault); form.elements[form.dataset.how].select(); return; }
      if (answer.owner !== owner) { tell("登录的不是打开本页的人，本页不会以其名义保存；请由原来的人登录。"); return; }
      if (answer.page) { location.assign(answer.page); return; }
      if (answer.code) { ask("code"); form.elements.code.focus(); return; }
      freshen();
      over(true);
    });
  }

  // Sends like fetch; ``body`` is made anew for each try, since a token changes with a sign-in.
  const send = async (url, { body, headers, ...more } = {}) => {
    const once = () => fetch(url, {
      ...more,
      ...(body ? { method: "POST", body: body(freshen()) } : {}),
      headers: { "HX-Request": "true", ...headers, ...(owner ? { "X-Page-Owner": owner } : {}) },
    });
    const response = await once();
    if (!ended(response)) return response;
    await signedIn(ended(response));
    return once();
  };

  document.addEventListener("submit", freshen, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const token = freshen();
    if (owner) event.detail.headers["X-Page-Owner"] = owner;
    if (token) event.detail.headers["X-CSRFToken"] = token;
    if ("csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = token;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, elt } = event.detail;
    if (!xhr || xhr.status !== 401 || !elt.matches("form")) return;
    const how = xhr.getResponseHeader("X-Sign-In");
    if (how) signedIn(how, true).then(() => elt.requestSubmit(), () => {});
  });
  return { owner, send, freshen };
})();
