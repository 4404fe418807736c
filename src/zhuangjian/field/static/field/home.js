// Work comes home: in the order of work, each piece until its receipt names it. What has no receipt stays on the device.
window.field.home = (() => {
  "use strict";
  const { store } = window.field;
  let running = null;

  const token = () => {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  };
  class SignedOut extends Error {}
  class Stopped extends Error {}

  // A refusal in one sentence: what it lacks is often in its message already.
  const said = (error) => [error.message, ...error.missing.filter((one) => !error.message.includes(one))].join(" ");

  // Asks the system as the person whose part of the device is open; an answer is always a JSON object.
  const ask = async (address, fields) => {
    // A phone that was killed may have lost the token; asking who is signed in brings a new one.
    if (fields && !token()) await ask("/field/mine/");
    const body = fields ? new FormData() : undefined;
    for (const [name, value] of Object.entries(fields || {})) body.append(name, value);
    if (body) body.append("csrfmiddlewaretoken", token());
    const owner = store.owner();
    let response;
    try {
      response = await fetch(address, {
        method: body ? "POST" : "GET", body, credentials: "same-origin", cache: "no-store",
        headers: { Accept: "application/json", "HX-Request": "true", ...(body ? { "X-CSRFToken": token() } : {}), ...(owner ? { "X-Page-Owner": owner } : {}) },
      });
    } catch {
      throw new Stopped("没有连上网络。内容都在本机，连上后再交。");
    }
    const type = response.headers.get("Content-Type") || "";
    if (response.status === 401 || response.redirected || (response.status === 403 && !type.includes("json"))) throw new SignedOut("没有登录，或者登录已过期。内容都在本机，登录后再交。");
    if (response.status === 503 || !type.includes("json")) throw new Stopped("系统正忙，稍后再交。内容都在本机。");
    const answer = await response.json();
    if (answer.another_person) throw new SignedOut("现在登录的是另一个人，没有交回；请由本机上的人登录。");
    return { ok: response.ok, answer };
  };

  const BAD = ["nonconforming", "minor_flaw"];
  const ready = (one) => one.result && !(BAD.includes(one.result) && !one.text.trim());

  // Everything that waits, as it is sent: forms first, then results, then what hangs on results.
  const waiting = async (id) => {
    const answers = await store.answers(id);
    const works = await store.works(id);
    const sendable = (one) => one.state === "ready";
    const results = Object.values(answers).filter((one) => sendable(one) && ready(one)).sort((a, b) => a.at - b.at);
    return { answers, pieces: [
      ...works.filter((one) => sendable(one) && one.form),
      ...results.map((one) => ({
        answer: one, key: one.key, at: one.at, act: "inspections.findings", about: `第${one.item}项：${one.label}`,
        data: { rows: [{ item: one.item, result: one.result, text: one.text.trim(), known_result: one.known.result, known_text: one.known.text }] },
      })),
      ...works.filter((one) => sendable(one) && !one.form),
    ] };
  };

  const asSent = (piece, no, left) => ({
      key: piece.key, no, act: piece.act, about: piece.about.slice(0, 200), left, sha256: piece.sha256 || "",
      device_at: new Date(piece.at).toISOString(), device_now: new Date().toISOString(),
      data: piece.data || {}, fields: piece.fields || [],
  });
  const send = async (id, piece, no, left) => {
    const fields = { work: JSON.stringify(asSent(piece, no, left)) };
    if (piece.file) fields.file = await store.fileOf(piece);
    return ask(`/field/outings/${id}/piece/`, fields);
  };

  const settled = async (id, piece, receipt) => {
    if (piece.answer) {
      const now = (await store.answers(id))[piece.answer.item];
      const same = now.key === piece.key;
      if (receipt.outcome === "done") {
        const known = { result: piece.answer.result, text: piece.answer.text.trim() };
        await store.putAnswer(id, now.item, { ...now, known, state: same ? "stored" : now.state });
      } else if (same) {
        await store.putAnswer(id, now.item, { ...now, state: receipt.outcome, words: receipt.words, stands: receipt.stands });
      }
      return;
    }
    // The bytes leave the device only against a receipt that names them.
    if (receipt.outcome === "done" && (receipt.sha256 || "") === (piece.sha256 || "")) await store.dropWork(id, piece.key);
    else await store.setWork(piece.key, { state: receipt.outcome === "done" ? "ready" : receipt.outcome, words: receipt.words });
  };

  // What its author gave up, or entered anew, is told first: the system keeps what it said beside what stands.
  const giveUp = async (id) => {
    const left = async () => Math.max(0, (await store.left(id)) - 1);
    const tell = async (key, words) => {
      const { ok, answer } = await ask(`/field/outings/${id}/drop/`, { drop: JSON.stringify({ key, words, left: await left() }) });
      if (!ok) throw new Stopped(answer.error.message);
    };
    for (const one of Object.values(await store.answers(id))) {
      for (const [key, words] of one.drops || []) await tell(key, words);
      if ((one.drops || []).length) await store.putAnswer(id, one.item, { ...one, drops: [], state: one.state === "dropping" ? "stored" : one.state });
    }
    for (const one of await store.works(id)) {
      if (one.state !== "dropping") continue;
      await tell(one.key, one.words);
      await store.dropWork(id, one.key);
    }
  };

  // Hands in what waits of one outing; resolves to how many were stored and what is still open.
  const handIn = (id, tell = () => {}) => {
    if (!running) running = (async () => {
      await giveUp(id);
      const { pieces } = await waiting(id);
      let stored = 0;
      for (const [no, piece] of pieces.entries()) {
        tell(`正在交回第 ${no + 1} 件，共 ${pieces.length} 件`);
        const before = await store.left(id);
        const { ok, answer } = await send(id, piece, no + 1, Math.max(0, before - 1));
        if (!ok) throw new Stopped(said(answer.error));
        await settled(id, piece, answer);
        if (answer.outcome === "done") stored += 1;
      }
      return { stored, left: await store.left(id) };
    })().finally(() => { running = null; });
    return running;
  };

  const base64 = (bytes) => {
    const all = new Uint8Array(bytes);
    let text = "";
    for (let at = 0; at < all.length; at += 32768) text += String.fromCharCode(...all.subarray(at, at + 32768));
    return btoa(text);
  };
  const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  // Sealed for the system alone, with a key made for this one file: whoever finds the file can read nothing.
  const sealed = async (given, held) => {
    const theirs = await crypto.subtle.importKey("raw", bytesOf(given.seal), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const ours = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const shared = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256), "HKDF", false, ["deriveKey"]);
    const name = new TextEncoder().encode("zjfield-1");
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: name }, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(held));
    return { format: "zjfield-1", key: base64(await crypto.subtle.exportKey("raw", ours.publicKey)), iv: base64(iv), sealed: base64(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: name }, key, text)) };
  };
  // What waits, as files that a cable can carry; each small enough to be taken in at once. It stays on the device as well.
  const PART = 20 * 1048576;
  const exported = async (given) => {
    const { pieces } = await waiting(given.outing);
    const parts = [];
    let held = [], size = 0;
    for (const [no, piece] of pieces.entries()) {
      const one = { work: asSent(piece, no + 1, Math.max(0, pieces.length - no - 1)) };
      if (piece.file) Object.assign(one, { name: piece.name, type: piece.type, file: base64(await (await store.fileOf(piece)).arrayBuffer()) });
      const more = (one.file || "").length;
      if (held.length && size + more > PART) { parts.push(held); held = []; size = 0; }
      held.push(one);
      size += more;
    }
    if (held.length) parts.push(held);
    return Promise.all(parts.map((one) => sealed(given, { outing: given.outing, pieces: one })));
  };
  return { ask, said, handIn, exported, waiting, ready, SignedOut, Stopped };
})();
