// "自己核验": fetches the file of a draw and recomputes it here; every step and every difference is listed.
(() => {
  "use strict";
  const line = (word, tone, text) => {
    const item = document.createElement("li"), badge = document.createElement("span");
    badge.className = `badge bg-${tone}-lt me-2`;
    badge.textContent = word;
    item.className = "mb-1";
    item.append(badge, text);
    return item;
  };
  const tell = (place, tone, words, lines) => {
    const said = document.createElement("div"), list = document.createElement("ul");
    said.className = `alert alert-${tone} mb-2`;
    said.textContent = words;
    list.className = "list-unstyled small";
    list.append(...lines);
    place.replaceChildren(said, list);
  };
  const check = async (button, place) => {
    tell(place, "info", "正在核验……", []);
    try {
      const answer = await fetch(button.dataset.verify, { cache: "no-store" });
      if (!answer.ok) throw new Error(`文件没有取到（${answer.status}）`);
      const { checked, problems } = globalThis.verifyDraw(await answer.text(), [button.dataset.digest]);
      tell(
        place,
        problems.length ? "danger" : "success",
        problems.length ? `核验未通过，有 ${problems.length} 处不符。` : "核验通过：结果确实由公布的名单和种子按规则得出。",
        [...problems.map((text) => line("不符", "red", text)), ...checked.map((text) => line("相符", "green", text))],
      );
    } catch (error) {
      tell(place, "danger", `没有完成核验：${error.message}。请刷新页面再试，或者下载文件用核验程序核对。`, []);
    }
  };
  const place = document.querySelector("[data-verified]");
  for (const button of document.querySelectorAll("[data-verify]")) button.addEventListener("click", () => check(button, place));
})();
