/* Draws figures made by api/charts: colours from the style sheet, words from the page, only what is in sight.
   A classic script, so that a report opened from disk can carry it inline; the console loads the same file. */
"use strict";

globalThis.WatchbillCharts = (() => {
  const VARIABLE = /^var\((--[\w-]+)(?:,\s*(.+))?\)$/;
  const NARROW = 560;
  const drawn = new Map();
  let config = { displaylogo: false, responsive: true, showTips: false };

  /* Replace every "var(--name, stand-in)" by what the style sheet says now. */
  function coloured(value, style) {
    if (typeof value === "string") {
      const found = VARIABLE.exec(value);
      return found ? style.getPropertyValue(found[1]).trim() || found[2] : value;
    }
    if (Array.isArray(value)) {
      return value.length > 32 && typeof value[0] !== "object" ? value : value.map((item) => coloured(item, style));
    }
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coloured(item, style)]));
    }
    return value;
  }

  /* Day and month names come from the browser, plotly's own words from the page. */
  function speak(language, words) {
    const names = (count, form, at) => Array.from({ length: count }, (_, i) => new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(at(i)));
    const weekday = (i) => new Date(Date.UTC(2023, 0, 1 + i));
    const month = (i) => new Date(Date.UTC(2023, i, 1));
    Plotly.register({
      moduleType: "locale",
      name: language,
      dictionary: words,
      format: {
        days: names(7, { weekday: "long" }, weekday),
        shortDays: names(7, { weekday: "short" }, weekday),
        months: names(12, { month: "long" }, month),
        shortMonths: names(12, { month: "short" }, month),
        periods: ["AM", "PM"],
        dateTime: "%Y-%m-%d %H:%M",
        date: "%Y-%m-%d",
        time: "%H:%M",
        decimal: ".",
        thousands: ",",
      },
    });
    config = {
      ...config,
      locale: language,
      displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
      modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d"], ["toImage"]],
    };
  }

  /* On a phone the buttons, the legend and the plot go one below the other. */
  function narrow({ data, layout }) {
    const zooms = layout.xaxis?.rangeselector;
    layout.margin = { ...layout.margin, l: layout.yaxis?.type === "date" ? 68 : 46, r: 8, t: zooms ? 118 : layout.margin.t };
    if (layout.yaxis?.title) layout.yaxis.title = { ...layout.yaxis.title, font: { size: 11 } };
    if (zooms) layout.legend = { ...layout.legend, x: 0, xanchor: "left", y: 1.13 };
    if (layout.xaxis?.type === "category" && layout.xaxis.nticks) layout.xaxis.nticks = 5;
    layout.annotations?.forEach((note, place) => { note.yshift = -13 * (place % 3); note.font = { size: 10 }; });
    for (const trace of data) {
      if (trace.colorbar) trace.colorbar = { ...trace.colorbar, len: 1, title: { ...trace.colorbar.title, font: { size: 10 } } };
    }
  }

  function draw(element, figure) {
    const style = getComputedStyle(document.documentElement);
    const shown = coloured(figure, style);
    shown.layout.font = { ...shown.layout.font, family: style.getPropertyValue("--font").trim() || "sans-serif" };
    if (element.clientWidth < NARROW) narrow(shown);
    drawn.set(element, figure);
    return Plotly.react(element, shown.data, shown.layout, config);
  }

  function redraw() {
    for (const [element, figure] of drawn) draw(element, figure);
  }

  /* Draw when the element comes into sight; make() is called then. Where nothing scrolls (printing), call all(). */
  const waiting = new Map();
  const watcher = "IntersectionObserver" in globalThis
    ? new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => now(entry.target)), { rootMargin: "300px" })
    : null;

  function now(element) {
    const make = waiting.get(element);
    if (!make) return;
    waiting.delete(element);
    watcher?.unobserve(element);
    draw(element, make());
  }

  function later(element, make) {
    waiting.set(element, make);
    if (watcher) watcher.observe(element);
    else now(element);
  }

  function all() {
    for (const element of [...waiting.keys()]) now(element);
  }

  /* Show another figure where one is shown or awaited. */
  function change(element, make) {
    if (waiting.has(element)) waiting.set(element, make);
    else draw(element, make());
  }

  globalThis.matchMedia?.("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  return { all, change, draw, later, redraw, speak };
})();
