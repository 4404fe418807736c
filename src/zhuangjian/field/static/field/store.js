// What the device keeps, sealed with a key made from its owner's code. In the clear are only numbers, states and times.
window.field = window.field || {};
window.field.store = (() => {
  "use strict";
  // Strict: said to be stored is on the disk, not only on its way there.
  const db = new Dexie("zhuangjian-field", { chromeTransactionDurability: "strict" });
  // locks: how each person's code opens their part; outings: what was taken along; answers: results per checkpoint;
  // work: forms, deficiencies and photos in the order of work; files: the bytes of photos.
  db.version(1).stores({ meta: "name", locks: "owner", outings: "id, owner", answers: "id, outing", work: "key, outing", files: "key" });
  const ROUNDS = 310000;
  const OUT = "zj-field-out";
  let key = null, owner = "";
  const utf8 = new TextEncoder(), text = new TextDecoder();

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return hex(b).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const keyFrom = async (code, salt, rounds) => {
    const raw = await crypto.subtle.importKey("raw", utf8.encode(code), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const sealBytes = async (bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
  };
  const openBytes = (row) => crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.sealed);
  const seal = (value) => sealBytes(utf8.encode(JSON.stringify(value)));
  const open = async (row) => JSON.parse(text.decode(await openBytes(row)));

  const locks = () => db.locks.toArray();
  const setCode = async (whose, name, code) => {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    key = await keyFrom(code, salt, ROUNDS);
    owner = whose;
    await db.locks.put({ owner, name, salt, rounds: ROUNDS, tries: 0, ...(await seal({ owner })) });
  };
  // Resolves to whether the code is right. After five wrong ones each further try waits longer.
  const unlock = async (whose, code) => {
    const lock = await db.locks.get(whose);
    if (!lock) return false;
    if (lock.tries >= 5) await new Promise((done) => setTimeout(done, Math.min(60, 2 ** (lock.tries - 4)) * 1000));
    const tried = await keyFrom(code, lock.salt, lock.rounds);
    try {
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: lock.iv }, tried, lock.sealed);
    } catch {
      await db.locks.update(whose, { tries: lock.tries + 1 });
      return false;
    }
    await db.locks.update(whose, { tries: 0 });
    key = tried;
    owner = whose;
    return true;
  };
  const lock = () => { key = null; owner = ""; };

  // A mark outside the store: a store that the phone emptied is noticed by it. It says how many, never of what.
  const marks = () => { try { return JSON.parse(localStorage.getItem(OUT) || "{}") || {}; } catch { return {}; } };
  const mark = (id, left) => {
    const all = marks();
    if (left === null) delete all[id]; else all[id] = { left, owner };
    try { localStorage.setItem(OUT, JSON.stringify(all)); } catch { /* storage off: the server still knows what is out */ }
  };
  const lost = async () => {
    const kept = new Set(await db.outings.toCollection().primaryKeys());
    return Object.entries(marks()).filter(([id]) => !kept.has(id)).map(([id, one]) => ({ id, left: one.left }));
  };

  // The number of this device, the same in both places; where the store was emptied it is the one outside.
  const device = async () => {
    const kept = (await db.meta.get("device")) || {};
    const made = localStorage.getItem("zj-field-device") || kept.value || uuid();
    if (kept.value !== made) await db.meta.put({ name: "device", value: made });
    localStorage.setItem("zj-field-device", made);
    return made;
  };

  const putOuting = async (given) => {
    await db.outings.put({ id: given.outing, owner, until: Date.parse(given.shown_until), ...(await seal(given)) });
    mark(given.outing, await left(given.outing));
  };
  const outings = async () => {
    const rows = await db.outings.where("owner").equals(owner).toArray();
    return Promise.all(rows.map(async (row) => ({ id: row.id, until: row.until, ...(row.until < Date.now() ? { over: true } : { given: await open(row) }) })));
  };
  const outing = async (id) => {
    const row = await db.outings.get(id);
    return row && row.owner === owner ? open(row) : null;
  };

  const answers = async (id) => {
    const rows = await db.answers.where("outing").equals(id).toArray();
    const found = {};
    for (const row of rows) found[row.item] = { ...(await open(row)), item: row.item, at: row.at, state: row.state };
    return found;
  };
  const putAnswer = async (id, item, answer) => {
    const { at, state, ...sealed } = answer;
    await db.answers.put({ id: `${id}:${item}`, outing: id, item, at, state, ...(await seal(sealed)) });
    mark(id, await left(id));
  };

  const works = async (id) => {
    const rows = await db.work.where("outing").equals(id).toArray();
    const found = await Promise.all(rows.map(async (row) => ({ ...(await open(row)), key: row.key, at: row.at, state: row.state, words: row.words, file: row.file })));
    return found.sort((a, b) => a.at - b.at);
  };
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  // The bytes and what is said of them are stored together or not at all, before the next screen is shown.
  const addWork = async (id, given, file) => {
    const made = { key: uuid(), at: Date.now(), state: "ready", words: "", outing: id, file: Boolean(file) };
    let kept = null;
    if (file) {
      const bytes = await file.arrayBuffer();
      given = { ...given, name: file.name, type: file.type, size: bytes.byteLength, sha256: hex(await crypto.subtle.digest("SHA-256", bytes)) };
      kept = { key: made.key, ...(await sealBytes(bytes)) };
    }
    const row = { ...made, ...(await seal(given)) };
    await db.transaction("rw", db.work, db.files, async () => {
      if (kept) await db.files.add(kept);
      await db.work.add(row);
    });
    mark(id, await left(id));
    return made.key;
  };
  const fileOf = async (one) => {
    const row = await db.files.get(one.key);
    return new File([await openBytes(row)], one.name, { type: one.type });
  };
  const setWork = (one, change) => db.work.update(one, change);
  const dropWork = (id, one) => db.transaction("rw", db.work, db.files, async () => {
    await db.files.delete(one);
    await db.work.delete(one);
  }).then(async () => mark(id, await left(id)));

  // How many pieces are not home yet.
  const left = async (id) =>
    (await db.answers.where("outing").equals(id).filter((row) => row.state !== "stored").count()) +
    (await db.work.where("outing").equals(id).count());

  // Only after the system said that everything is there.
  const forget = async (id) => {
    await db.transaction("rw", db.outings, db.answers, db.work, db.files, async () => {
      const keys = await db.work.where("outing").equals(id).primaryKeys();
      await db.files.bulkDelete(keys);
      await db.work.where("outing").equals(id).delete();
      await db.answers.where("outing").equals(id).delete();
      await db.outings.delete(id);
    });
    mark(id, null);
  };
  const room = async () => {
    const kept = navigator.storage && navigator.storage.persist ? await navigator.storage.persist() : false;
    const { quota = 0, usage = 0 } = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
    return { kept, free: Math.max(0, quota - usage) };
  };
  return { db, uuid, locks, setCode, unlock, lock, marks, mark, lost, device, putOuting, outings, outing, answers, putAnswer, works, addWork, fileOf, setWork, dropWork, left, forget, room, owner: () => owner, unlocked: () => Boolean(key) };
})();
