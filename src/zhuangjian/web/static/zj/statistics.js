// Draws each chart from the numbers beside it; the table says the same without this file.
(() => {
  "use strict";
  const TEXT = "#34404d";
  const LINE = "#e3e8ee";
  const TONES = { "按期": "#2f8f5b", "逾期办理": "#dd8b2d", "逾期未办": "#c0362c", "未到期": "#9fb3bd", "A级": "#2f8f5b", "B级": "#9fb3bd", "C级": "#dd8b2d", "D级": "#c0362c" };
  const wrap = (label) => (label.length > 22 ? label.slice(0, 21) + "…" : label);

  const options = (chart, narrow) => {
    const stacked = chart.kind === "stacked";
    const labels = { type: "category", data: chart.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: { color: TEXT, formatter: wrap, width: narrow ? 110 : 210, overflow: "truncate" } };
    const counts = { type: "value", minInterval: 1, splitLine: { lineStyle: { color: LINE } }, axisLabel: { color: TEXT } };
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      // richText is drawn on the canvas; an HTML tooltip would need inline styles, which the page forbids.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      legend: stacked ? { top: 0, textStyle: { color: TEXT } } : undefined,
      grid: { left: 8, right: 36, top: stacked ? 36 : 8, bottom: 8, containLabel: true },
      xAxis: stacked ? { ...labels, axisLabel: { color: TEXT } } : counts,
      yAxis: stacked ? counts : { ...labels, inverse: true },
      series: chart.series.map((one) => ({
        type: "bar",
        name: one.name,
        data: one.data,
        stack: stacked ? "all" : undefined,
        barMaxWidth: 26,
        itemStyle: { color: TONES[one.name] || "#2b7a90" },
        label: stacked ? undefined : { show: true, position: "right", color: TEXT },
      })),
    };
  };

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = document.getElementById(place.dataset.chart);
    if (!data || !window.echarts) continue;
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    const numbers = JSON.parse(data.textContent);
    const draw = () => { chart.resize(); chart.setOption(options(numbers, place.clientWidth < 420), true); };
    draw();
    window.addEventListener("resize", draw);
    window.addEventListener("beforeprint", draw);
  }
})();
