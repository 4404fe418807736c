// Recomputes a random draw from its published file, in the browser of whoever asks. It is written from the rules in the
// file, as verify_draw.py is: three programs that share no line give the same result. Nothing is sent anywhere, and no
// crypto of the browser is used, since that is missing on pages without TLS, as on many closed networks.
(() => {
  "use strict";
  const FORMAT = "zhuangjian-draw", VERSION = 1, LABEL = "zhuangjian-draw-1";
  const RULES = "27ed1d11b02f287ec421bf7ecfa2903fc31b05ae898802e62aaab204e2628d6b";
  // What each part holds: s text, i integer from 0, b boolean, * several, ? may be null.
  const SHAPES = {
    文件: "commitments:*承诺 format:s frozen:冻结 frozen_digest:s result:?结果 reveals:*揭示 rounds:*一轮 rules:*s seal:s seed:?种子 version:i",
    冻结: "columns:*s count:i excluded:*排除 items:**s officers:*人员 source:来源 strata:分层 team:?组队 title:s",
    分层: "by:*s method:s quotas:*名额",
    名额: "eligible:i key:*s quota:i",
    来源: "authorities:*s description:s dice:i kind:s",
    排除: "reason:s row:*s",
    人员: "enforcement:**s expert:b expertise:*s id:s interests:?*关系 lead:b limit:?i load:i name:s",
    关系: "kind:s party:s",
    组队: "article:s conflict_by:*s days:*s enforcement:i expertise:*s expertise_by:s size:*i",
    一轮: "digest:s kind:s officer:s previous:s ranked_in:i reason:s round:i selected:*入选 teams:*检查组 withdrawn:s",
    入选: "id:s rank:i score:s stratum:*s",
    检查组: "id:s lacking:*s leader:s members:*s",
    结果: "round:i selected:*s teams:*检查组",
    种子: "text:s value:s",
    承诺: "authority:s commitment:s",
    揭示: "authority:s secret:s",
  };
  const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
  const strip = (text) => text.replace(ENDS, "");

  class Wrong extends Error {}
  const need = (condition, problem) => { if (!condition) throw new Wrong(problem); };

  // SHA-256 (FIPS 180-4).
  const K = new Int32Array(64), FIRST = new Int32Array(8);
  const fraction = (number, power) => { const root = number ** power; return (root - Math.floor(root)) * 2 ** 32 | 0; };
  for (let n = 2, found = 0; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (found < 8) FIRST[found] = fraction(n, 1 / 2);
    K[found++] = fraction(n, 1 / 3);
  }
  const bytes = new TextEncoder();
  const W = new Int32Array(64);
  function sha256(data) {
    const length = data.length, padded = new Uint8Array(((length + 8 >> 6) + 1) * 64), hash = FIRST.slice();
    padded.set(data);
    padded[length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padded.length - 4, length * 8 % 2 ** 32);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) W[i] = view.getInt32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const a = W[i - 15], b = W[i - 2];
        const s0 = (a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3;
        const s1 = (b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10;
        W[i] = W[i - 16] + s0 + W[i - 7] + s1 | 0;
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i++) {
        const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
        const t1 = h + s1 + (e & f ^ ~e & g) + K[i] + W[i] | 0;
        const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
        const t2 = s0 + (a & b ^ a & c ^ b & c) | 0;
        h = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
      }
      hash[0] += a; hash[1] += b; hash[2] += c; hash[3] += d; hash[4] += e; hash[5] += f; hash[6] += g; hash[7] += h;
    }
    return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  // Order of code points; JavaScript's own is of code units, which differs beyond U+FFFF.
  const point = (unit) => unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
  function byText(one, other) {
    const shorter = Math.min(one.length, other.length);
    for (let i = 0; i < shorter; i++) {
      const a = one.charCodeAt(i), b = other.charCodeAt(i);
      if (a !== b) return point(a) - point(b);
    }
    return one.length - other.length;
  }
  function byTexts(one, other) {
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      const found = byText(one[i], other[i]);
      if (found) return found;
    }
    return one.length - other.length;
  }
  const sorted = (texts) => [...texts].sort(byText);
  const inOrder = (texts) => texts.every((one, i) => i === 0 || byText(texts[i - 1], one) <= 0);

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value && typeof value === "object") {
      const parts = sorted(Object.keys(value)).map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
      return `{${parts.join(",")}}`;
    }
    return JSON.stringify(value);
  }
  const digest = (value) => sha256(bytes.encode(canonical(value)));
  const without = (value, ...names) => Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

  function H(...parts) {
    const pieces = [LABEL, ...parts].flatMap((part) => {
      const data = bytes.encode(part);
      return [bytes.encode(`${data.length}:`), data];
    });
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) { whole.set(piece, at); at += piece.length; }
    return sha256(whole);
  }
  // Upper then lower case is as near to case folding as the language goes; only used to tell look-alikes and relations.
  const alike = (text) => strip(text.normalize("NFKC")).toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");

  function same(given, right, what) {
    const one = canonical(given), other = canonical(right);
    if (one !== other) throw new Wrong(`${what}：文件里是 ${one.slice(0, 90)}，重算是 ${other.slice(0, 90)}`);
  }
  function shape(value, kind, where) {
    if (kind[0] === "?") {
      if (value !== null) shape(value, kind.slice(1), where);
    } else if (kind[0] === "*") {
      need(Array.isArray(value), `${where}应为列表`);
      for (const one of value) shape(one, kind.slice(1), where);
    } else if (kind === "s") {
      need(typeof value === "string" && value === strip(value), `${where}应为文字，首尾没有空白`);
    } else if (kind === "i") {
      need(Number.isSafeInteger(value) && value >= 0, `${where}应为不小于 0 的整数`);
    } else if (kind === "b") {
      need(typeof value === "boolean", `${where}应为 true 或 false`);
    } else {
      need(value && typeof value === "object" && !Array.isArray(value), `${where}应为对象`);
      const parts = SHAPES[kind].split(" ").map((part) => part.split(":"));
      same(sorted(Object.keys(value)), sorted(parts.map(([name]) => name)), `${where}的各项`);
      for (const [name, inner] of parts) shape(value[name], inner, `${kind}的${name}`);
    }
  }
  function distinct(ids, what) {
    const seen = new Map();
    for (const one of ids) {
      need(one, `有一个${what}为空`);
      const form = alike(one);
      need(!seen.has(form), `${what}“${seen.get(form)}”与“${one}”重复，或只差全半角、大小写`);
      seen.set(form, one);
    }
  }

  function structure(doc) {
    shape(doc, "文件", "文件");
    same([doc.format, doc.version], [FORMAT, VERSION], "格式和版本");
    same(digest(doc.rules), RULES, "规则说明的摘要");
    same(doc.seal, digest(without(doc, "frozen", "seal")), "封条");
    return `格式是 ${FORMAT} 第 ${VERSION} 版，各部分齐全，规则说明与本版本逐字一致，封条完好`;
  }
  function frozenPart(doc) {
    const { columns, items, excluded } = doc.frozen;
    same(doc.frozen_digest, digest(doc.frozen), "冻结摘要");
    need(columns.length && columns.every(Boolean) && new Set(columns).size === columns.length, "列名为空或重复");
    for (const row of [...items, ...excluded.map((entry) => entry.row)]) {
      need(row.length === columns.length, `名单中“${row[0]}”一行的格数与列数不同`);
    }
    const ids = items.map((row) => row[0]), out = excluded.map((entry) => entry.row[0]);
    need(ids.length && inOrder(ids), "可抽名单为空，或没有按编号排序");
    need(inOrder(out), "排除名单没有按编号排序");
    distinct([...ids, ...out], "编号");
    for (const entry of excluded) need(entry.reason, `排除“${entry.row[0]}”没有理由`);
    return `可抽 ${ids.length} 家、排除 ${out.length} 家（每家都有理由），没有重复或容易混淆的编号，与冻结摘要一致`;
  }
  function placeOf(columns, name) {
    const found = columns.indexOf(name);
    need(found >= 0, `名单没有“${name}”这一列`);
    return found;
  }
  function cellOf(row, place) {
    need(place < row.length, `名单中“${row[0]}”一行缺少第 ${place + 1} 格`);
    return row[place];
  }
  // Stratum (as canonical JSON of its key) → its key and ids, in the order of the keys.
  function strataOf(frozen) {
    const places = frozen.strata.by.map((name) => placeOf(frozen.columns, name)), groups = new Map();
    for (const row of frozen.items) {
      const key = places.map((place) => cellOf(row, place)), name = canonical(key);
      if (!groups.has(name)) groups.set(name, { key, ids: [] });
      groups.get(name).ids.push(row[0]);
    }
    return new Map([...groups].sort((a, b) => byTexts(a[1].key, b[1].key)));
  }
  function quotas(doc) {
    const frozen = doc.frozen, { strata, count } = frozen, groups = [...strataOf(frozen).values()];
    same(strata.quotas.map((q) => [q.key, q.eligible]), groups.map((g) => [g.key, g.ids.length]), "各层可抽数");
    for (const q of strata.quotas) {
      need(q.quota <= q.eligible, `层“${q.key.join("·")}”的名额多于可抽数`);
      need(q.key.every(Boolean), "有一层没有名称");
    }
    need(count >= 1 && count === strata.quotas.reduce((sum, q) => sum + q.quota, 0), "各层名额合计与抽取数量不同");
    need((strata.by.length ? ["largest_remainders", "explicit"] : ["none"]).includes(strata.method), "名额的定法不对");
    if (strata.method !== "explicit") {
      const total = frozen.items.length;
      const shares = groups.map((g) => ({ g, share: Math.floor(count * g.ids.length / total), rest: count * g.ids.length % total }));
      const left = count - shares.reduce((sum, one) => sum + one.share, 0);
      const order = [...shares].sort((a, b) => b.rest - a.rest || b.g.ids.length - a.g.ids.length || byTexts(a.g.key, b.g.key));
      for (const one of order.slice(0, left)) one.share += 1;
      same(strata.quotas.map((q) => q.quota), shares.map((one) => one.share), "按最大余数法重算的各层名额");
    }
    return `${strata.quotas.length} 层，名额合计 ${count}，重算一致`;
  }
  function people(doc) {
    const rules = doc.frozen.team, officers = doc.frozen.officers, columns = doc.frozen.columns;
    need((rules === null) === !officers.length, "人员名单与组队条件只有其一");
    if (rules === null) return "本次不抽取检查人员";
    const ids = officers.map((officer) => officer.id);
    need(inOrder(ids), "人员没有按编号排序");
    distinct(ids, "人员编号");
    for (const name of [...rules.conflict_by, ...(rules.expertise_by ? [rules.expertise_by] : [])]) {
      need(columns.includes(name), `名单没有“${name}”这一列`);
    }
    need(rules.days.length === 2 && rules.days[1], "没有写明检查的最后一日");
    for (const officer of officers) {
      same(officer.expertise, sorted(new Set(officer.expertise.filter(Boolean))), "专长没有排序，或有重复");
      need((officer.interests || []).every((one) => one.party), "有一项利害关系没有写明对象");
      for (const period of [...officer.enforcement, rules.days]) {
        need(period.length === 2, "有一段日期不是首末两日");
        for (const day of [period[0] || "?", period[1]].filter(Boolean)) need(/^\d{4}-\d{2}-\d{2}$/.test(day), `日期“${day}”不是 YYYY-MM-DD`);
        need(!period[1] || period[0] <= period[1], `日期“${period[0]}”晚于“${period[1]}”`);
      }
    }
    const [least, most] = rules.size;
    need(rules.enforcement >= 1 && rules.enforcement <= least && least <= most, "检查组人数与执法人员数不相容");
    return `人员 ${ids.length} 名，每组 ${least} 至 ${most} 人，其中执法证有效的不少于 ${rules.enforcement} 名（${rules.article}）`;
  }
  function seed(doc) {
    const source = doc.frozen.source, names = source.authorities;
    need(["stated", "public_event", "dice", "commit_reveal"].includes(source.kind), "不认识的种子来源");
    need(source.kind === "stated" || source.description, "种子来源没有说明");
    need(source.kind === "commit_reveal" ? names.length >= 2 : !names.length, "承诺单位与种子来源不符");
    need(source.kind === "dice" ? source.dice >= 10 : source.dice === 0, "掷骰次数与种子来源不符");
    distinct(names, "承诺单位");
    const promised = new Map(doc.commitments.map((one) => [one.authority, one.commitment]));
    const opened = new Map(doc.reveals.map((one) => [one.authority, one.secret]));
    same(doc.commitments.map((one) => one.authority), names.filter((one) => promised.has(one)), "作出承诺的单位");
    same(doc.reveals.map((one) => one.authority), names.filter((one) => opened.has(one)), "作出揭示的单位");
    need(new Set(promised.values()).size === promised.size, "两个单位的承诺值相同");
    need(!opened.size || promised.size === names.length, "还没有全部承诺就有揭示");
    for (const value of promised.values()) need(/^[0-9a-f]{64}$/.test(value), "承诺值不是 64 位十六进制");
    for (const [name, secret] of opened) {
      need([...secret].length >= 16, `“${name}”的秘密太短`);
      same(promised.get(name), H("commit", doc.frozen_digest, name, secret), `“${name}”的承诺`);
    }
    if (doc.seed === null) return "种子尚未产生";
    const { value, text } = doc.seed;
    need(value, "种子为空");
    if (source.kind === "dice") need(new RegExp(`^[1-6]{${source.dice}}$`).test(value), "点数与写明的掷骰次数不符");
    if (source.kind === "commit_reveal") need(opened.size === names.length, "还没有全部揭示就有种子");
    same(text, source.kind === "commit_reveal" ? H("seed", doc.frozen_digest, value, ...[...opened].flat()) : value, "种子");
    if (source.kind === "stated") return `种子“${value}”由操作人给出——没有事先指定的公开来源，不能排除种子是挑选过的`;
    return `种子出自事先写明的来源“${source.description}”：${value}；承诺与揭示 ${opened.size} 个，逐一相符`;
  }

  // Combinations of `size`, in the order of their places, as Python's itertools gives them.
  function* combinations(pool, size, start = 0) {
    if (size === 0) yield [];
    else for (let i = start; i <= pool.length - size; i++) for (const rest of combinations(pool, size - 1, i + 1)) yield [pool[i], ...rest];
  }
  class Draw {
    constructor(doc) {
      this.frozen = doc.frozen;
      this.rules = doc.frozen.team;
      this.officers = doc.frozen.officers;
      this.seed = doc.seed ? doc.seed.text : "";
      this.groups = strataOf(doc.frozen);
      this.rows = new Map(doc.frozen.items.map((row) => [row[0], row]));
      this.start(0);
    }
    start(base) {
      this.base = base;
      this.order = new Map();
      this.used = new Map();
      this.stratum = new Map();
      this.teams = new Map();
      this.left = new Map();
      this.times = new Map(this.officers.map((officer) => [officer.id, officer.load]));
    }
    ranked(name) {
      if (!this.order.has(name)) {
        const found = this.groups.get(name).ids.map((one) => [H("item", this.seed, String(this.base), one), one]);
        this.order.set(name, found.sort(byTexts));
      }
      return this.order.get(name);
    }
    take(name) {
      const rank = (this.used.get(name) || 0) + 1, { key, ids } = this.groups.get(name);
      need(rank <= ids.length, `层“${key.join("·")}”已没有可递补的`);
      const [score, one] = this.ranked(name)[rank - 1];
      this.used.set(name, rank);
      this.stratum.set(one, name);
      return { id: one, stratum: key, rank, score };
    }
    put(item, team) {
      const before = this.teams.get(item);
      this.teams.delete(item);
      for (const one of before ? before.members : []) this.times.set(one, this.times.get(one) - 1);
      if (!team) return;
      this.teams.set(item, team);
      for (const one of team.members) this.times.set(one, this.times.get(one) + 1);
    }
    free(officer) { return officer.limit === null || this.times.get(officer.id) < officer.limit; }
    enforcer(officer) {
      const [first, last] = this.rules.days;
      return !officer.expert && officer.enforcement.some(([a, b]) => a <= first && (b === "" || b >= last));
    }
    leader(officer) { return officer.lead && !officer.expert; }
    topics(item) {
      const found = new Set(this.rules.expertise);
      if (this.rules.expertise_by) {
        const cell = cellOf(this.rows.get(item), placeOf(this.frozen.columns, this.rules.expertise_by));
        for (const one of cell.split(/[、，,；;|]/)) found.add(strip(one));
      }
      found.delete("");
      return sorted(found);
    }
    available(item) {
      const row = this.rows.get(item), columns = this.frozen.columns;
      const names = new Set([row[0], ...this.rules.conflict_by.map((name) => cellOf(row, placeOf(columns, name)))].map(alike));
      return this.officers.filter((o) => o.interests !== null && !o.interests.some((one) => names.has(alike(one.party))));
    }
    inOrder(officers, number, item) {
      const score = new Map(officers.map((o) => [o.id, H("officer", this.seed, String(number), item, o.id)]));
      return [...officers].sort((a, b) => this.times.get(a.id) - this.times.get(b.id) || byText(score.get(a.id), score.get(b.id)) || byText(a.id, b.id));
    }
    lacking(officers, topics) {
      const codes = [], enforcers = officers.filter((o) => this.enforcer(o)).length;
      if (enforcers < this.rules.enforcement) codes.push(`enforcement:${enforcers}/${this.rules.enforcement}`);
      if (!officers.some((o) => this.leader(o))) codes.push("leader");
      for (const topic of topics) if (!officers.some((o) => o.expertise.includes(topic))) codes.push(`expertise:${topic}`);
      return codes;
    }
    best(order, topics) {
      const [least, most] = this.rules.size;
      for (let size = least; size <= most; size++) {
        const kinds = new Map(), pool = [];
        for (const o of order) {
          const kind = canonical([this.enforcer(o), this.leader(o), ...topics.map((t) => o.expertise.includes(t))]);
          kinds.set(kind, (kinds.get(kind) || 0) + 1);
          if (kinds.get(kind) <= size) pool.push(o);
        }
        if (this.lacking(pool, topics).length) continue;
        for (const team of combinations(pool, size)) if (!this.lacking(team, topics).length) return team;
      }
      return null;
    }
    entry(item, members, why) {
      const first = members.find((o) => this.leader(o));
      return { id: item, members: members.map((o) => o.id), leader: first ? first.id : "", lacking: why };
    }
    team(item, number) {
      const topics = this.topics(item), everyone = this.inOrder(this.available(item), number, item);
      const free = everyone.filter((o) => this.free(o)), members = this.best(free, topics);
      let why = [];
      if (members === null) {
        why = this.lacking(everyone, topics);
        if (!why.length) why = this.best(everyone, topics) ? ["limit", ...this.lacking(free, topics)] : ["size"];
      }
      this.put(item, this.entry(item, members || [], why));
    }
    ordered() { return sorted(this.teams.keys()).map((item) => this.teams.get(item)); }
    draw(number) {
      this.start(number);
      const quota = new Map(this.frozen.strata.quotas.map((q) => [canonical(q.key), q.quota]));
      const selected = [];
      for (const [name, { key }] of this.groups) {
        need(quota.has(name), `层“${key.join("·")}”没有名额`);
        for (let i = 0; i < quota.get(name); i++) selected.push(this.take(name));
      }
      if (this.rules) {
        const order = selected.map((one) => ({ few: this.available(one.id).length, one }));
        order.sort((a, b) => a.few - b.few || byText(a.one.score, b.one.score) || byText(a.one.id, b.one.id));
        for (const { one } of order) this.team(one.id, number);
      }
      return [selected, this.ordered()];
    }
    substitute(number, item) {
      need(this.stratum.has(item), `被换下的“${item}”当时不在结果中`);
      this.put(item, null);
      const name = this.stratum.get(item);
      this.stratum.delete(item);
      const chosen = this.take(name);
      if (this.rules) this.team(chosen.id, number);
      return [[chosen], this.rules ? [this.teams.get(chosen.id)] : []];
    }
    replace(number, item, officer) {
      const before = this.teams.has(item) ? this.teams.get(item).members : [];
      need(before.includes(officer), `被换下的“${officer}”当时不在“${item}”的检查组中`);
      const barred = new Set([...(this.left.get(item) || []), officer]);
      this.left.set(item, barred);
      this.put(item, null);
      const known = new Map(this.officers.map((o) => [o.id, o]));
      const kept = before.filter((one) => one !== officer).map((one) => known.get(one));
      const pool = this.available(item).filter((o) => !barred.has(o.id) && !before.includes(o.id) && this.free(o));
      for (const o of this.inOrder(pool, number, item)) {
        if (!this.lacking([...kept, o], this.topics(item)).length) {
          this.put(item, this.entry(item, [...kept, o], []));
          return [[], [this.teams.get(item)]];
        }
      }
      throw new Wrong(`“${item}”的检查组没有可替补的人员`);
    }
  }
  function rounds(doc) {
    const draw = new Draw(doc), said = [];
    let previous = digest({ frozen_digest: doc.frozen_digest, commitments: doc.commitments, reveals: doc.reveals, seed: doc.seed });
    doc.rounds.forEach((entry, i) => {
      const number = i + 1, what = `第 ${number} 轮`, item = entry.withdrawn, officer = entry.officer;
      same(entry.round, number, `${what}的轮次`);
      need((entry.kind === "draw") === (number === 1) && (number === 1) === !entry.reason, `${what}：只有第一轮是抽取，其余各轮都须写明理由`);
      let selected, teams;
      if (entry.kind === "draw" || entry.kind === "redraw") {
        same([item, officer], ["", ""], `${what}换下的对象和人员`);
        [selected, teams] = draw.draw(number);
        said.push(`${what}${entry.kind === "draw" ? "抽取" : "重抽"} ${selected.length} 家`);
      } else if (entry.kind === "substitution") {
        same(officer, "", `${what}换下的人员`);
        [selected, teams] = draw.substitute(number, item);
        said.push(`${what}以“${selected[0].id}”递补“${item}”，理由：${entry.reason}`);
      } else {
        same(entry.kind, "officer_substitution", `${what}的种类`);
        need(officer, `${what}没有写明换下的人员`);
        [selected, teams] = draw.replace(number, item, officer);
        said.push(`${what}换下“${item}”检查组的“${officer}”，理由：${entry.reason}`);
      }
      same(entry.ranked_in, draw.base, `${what}所用的排序`);
      same(entry.selected, selected, `${what}选出的对象`);
      same(entry.teams, teams, `${what}的检查组`);
      same(entry.previous, previous, `${what}与上一轮的衔接`);
      previous = digest(without(entry, "digest"));
      same(entry.digest, previous, `${what}的摘要`);
    });
    if (!said.length) {
      same([doc.seed, doc.result], [null, null], "尚未抽取，种子和结果");
      return "尚未抽取";
    }
    const teams = draw.ordered();
    same(doc.result, { round: said.length, selected: sorted(draw.stratum.keys()), teams }, "结果");
    const lonely = teams.filter((team) => team.lacking.length).map((team) => `${team.id}（${team.lacking.join("、")}）`);
    return `${said.join("；")}；每家的序值和检查组都重算一致${lonely.length ? `；未能组成检查组的：${lonely.join("、")}` : ""}`;
  }

  const STEPS = [["结构", structure], ["名单", frozenPart], ["名额", quotas], ["人员", people], ["种子", seed], ["各轮", rounds]];
  // (text of the file, digests published before) → { checked: [...], problems: [...] }.
  function verifyDraw(text, digests = []) {
    let doc;
    try {
      doc = JSON.parse(text);
      // The language keeps the last of two equal keys without a word; the one canonical spelling has no two.
      need(canonical(doc) === strip(text), "不是规范写法");
    } catch (error) {
      return { checked: [], problems: [`不是完好的抽取文件：${error.message}`] };
    }
    const checked = [], problems = [];
    for (const [name, step] of STEPS) {
      try {
        checked.push(`${name}：${step(doc)}`);
      } catch (error) {
        problems.push(error instanceof Wrong ? `${name}不符——${error.message}` : `${name}不符——内容缺失或写法不对（${error.message}）`);
      }
    }
    if (!problems.length) {
      const known = [doc.frozen_digest, doc.seal, ...doc.rounds.map((entry) => entry.digest)];
      for (const one of digests) {
        if (known.includes(strip(one).toLowerCase())) checked.push(`公布的摘要：${one} 与文件相符`);
        else problems.push(`公布的摘要 ${one} 在文件中找不到：名单或过程与公布时不同`);
      }
    }
    return { checked, problems };
  }
  globalThis.verifyDraw = verifyDraw;
})();
