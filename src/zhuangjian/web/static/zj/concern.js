// A public form's piece of work: a number whose SHA-256 digest together with the form's own begins with enough zero bits.
// It is done in small pieces while the visitor writes, in this page, with no other service asked.
(() => {
  "use strict";
  const form = document.querySelector("form[data-work]");
  if (!form) return;
  const bits = Number(form.dataset.work), token = form.elements.form.value, proof = form.elements.proof;
  const state = document.getElementById("c-work"), button = form.querySelector("button[type=submit]");
  const bytes = new TextEncoder();
  const primes = [], K = new Uint32Array(64), START = new Uint32Array(8);
  const part = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  primes.forEach((p, i) => { K[i] = part(Math.cbrt(p)); if (i < 8) START[i] = part(Math.sqrt(p)); });
  const W = new Uint32Array(64), turn = (x, n) => (x >>> n) | (x << (32 - n));

  const first = (text) => {
    const given = bytes.encode(text), size = ((given.length + 9 + 63) >> 6) << 6;
    const padded = new Uint8Array(size);
    padded.set(given);
    padded[given.length] = 128;
    const seen = new DataView(padded.buffer);
    seen.setUint32(size - 4, given.length * 8);
    const H = START.slice();
    for (let at = 0; at < size; at += 64) {
      for (let i = 0; i < 16; i++) W[i] = seen.getUint32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const x = W[i - 15], y = W[i - 2];
        W[i] = W[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + W[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = H;
      for (let i = 0; i < 64; i++) {
        const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
        const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { H[i] += x; });
    }
    return H[0];
  };

  let n = 0, wanted = false;
  const work = () => {
    for (const until = performance.now() + 25; performance.now() < until; n++) {
      if (first(`${token}:${n}`) >>> (32 - bits)) continue;
      proof.value = String(n);
      state.textContent = "";
      if (wanted) form.submit();
      return;
    }
    setTimeout(work, 5);
  };
  form.addEventListener("submit", (event) => {
    if (proof.value) return;
    event.preventDefault();
    wanted = true;
    button.disabled = true;
    state.textContent = "正在校验，稍候自动提交…";
  });
  work();
})();
