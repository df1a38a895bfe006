/* The report's own behaviour: choices, sorting, the roster grid. Everything it shows was put into the page. */
"use strict";

(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const language = document.documentElement.lang;
  const make = (tag, classes, text) => {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  /* Charts. */
  WatchbillCharts.speak(language, words.plotly);
  const sources = new Map();
  for (const source of document.querySelectorAll("script[data-chart]")) {
    sources.set(`${source.dataset.chart}\n${source.dataset.choice}`, source);
  }
  const figure = (chart, choice) => JSON.parse(sources.get(`${chart}\n${choice}`).textContent);
  const chosen = new Map();
  for (const select of document.querySelectorAll("select[data-charts]")) {
    for (const chart of select.dataset.charts.split(" ")) chosen.set(chart, select);
    select.addEventListener("change", () => {
      for (const chart of select.dataset.charts.split(" ")) {
        WatchbillCharts.change(document.querySelector(`.chart[data-chart="${chart}"]`), () => figure(chart, select.value));
      }
    });
  }
  for (const element of document.querySelectorAll(".chart")) {
    const chart = element.dataset.chart;
    WatchbillCharts.later(element, () => figure(chart, chosen.get(chart)?.value ?? ""));
  }

  /* Tables: a heading sorts, numbers as numbers. */
  for (const table of document.querySelectorAll("table.sortable")) {
    for (const heading of table.tHead.rows[0].cells) {
      heading.tabIndex = 0;
      heading.addEventListener("click", () => sort(table, heading));
      heading.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(table, heading); }
      });
    }
  }
  function sort(table, heading) {
    const column = heading.cellIndex;
    const numeric = heading.classList.contains("num");
    const up = heading.getAttribute("aria-sort") !== (numeric ? "descending" : "ascending");
    const sign = up === numeric ? -1 : 1;
    const collator = new Intl.Collator(language, { numeric: true });
    const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const amount = (row) => { const value = Number.parseFloat(key(row).replaceAll(",", "")); return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value; };
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => sign * (numeric ? amount(a) - amount(b) : collator.compare(key(a), key(b))));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    table.tBodies[0].append(...rows);
  }

  /* The roster: only rows in sight are in the page, so that thousands of agents stay quick; all of them when printing. */
  let rowHeight = 37; // as the style sheet has it; measured once rows stand
  const frame = document.getElementById("roster-frame");
  if (!frame) return;
  const data = JSON.parse(document.getElementById("roster-data").textContent);
  const table = document.getElementById("roster-table");
  const detail = document.getElementById("roster-detail");
  const body = make("tbody");
  let rows = data.rows;
  let shown = [-1, -1];

  const columns = make("colgroup");
  columns.append(make("col"), ...data.days.map(() => make("col", "day")));
  const head = make("thead");
  const line = head.insertRow();
  line.append(make("th", "who", words.agent));
  for (const day of data.days) {
    const cell = make("th", day.mark, day.label);
    cell.append(make("small", "", day.weekday));
    cell.title = [day.date, day.names].filter(Boolean).join(" · ");
    line.append(cell);
  }
  table.append(columns, head, body);

  const kindClass = (kind) => `kind ${kind.part} shade-${kind.shade}`;
  const legend = document.getElementById("roster-legend");
  for (const kind of data.kinds) {
    const item = make("li", "chip");
    item.append(make("i", kindClass(kind), kind.code), `${kind.name} · ${kind.part_name}`);
    legend.append(item);
  }
  const away = make("li", "chip");
  away.append(make("i", "away"), words.leave);
  legend.append(away);

  function rowOf(agent) {
    const row = make("tr");
    const who = make("th", "who", agent.name);
    who.append(make("small", "", agent.team));
    who.title = `${agent.name} · ${agent.id} · ${agent.team}`;
    row.append(who);
    const cells = data.days.map((day) => make("td", day.mark === "holiday" ? "holiday" : day.off ? "off" : ""));
    for (const day of agent.leave) { cells[day].className += " leave"; cells[day].textContent = words.leave; cells[day].title = words.leave; }
    for (const [day, kindIndex, times, breaks] of agent.cells) {
      const kind = data.kinds[kindIndex];
      const mark = make("span", kindClass(kind), kind.code);
      mark.append(make("small", "", times));
      mark.dataset.detail = [agent.name, `${data.days[day].date} ${data.days[day].weekday}`, kind.name, times, breaks].filter(Boolean).join(" · ");
      mark.title = mark.dataset.detail;
      cells[day].replaceChildren(mark);
    }
    row.append(...cells);
    return row;
  }
  function spacer(height) {
    const row = make("tr", "spacer");
    const cell = row.insertCell();
    cell.colSpan = data.days.length + 1;
    cell.style.height = `${height}px`;
    return row;
  }
  function show(first, last) {
    if (shown[0] === first && shown[1] === last) return;
    shown = [first, last];
    body.replaceChildren(spacer(first * rowHeight), ...rows.slice(first, last).map(rowOf), spacer((rows.length - last) * rowHeight));
  }
  function inSight() {
    const first = Math.max(0, Math.floor(frame.scrollTop / rowHeight) - 8);
    show(first - (first % 4), Math.min(rows.length, first + Math.ceil((frame.clientHeight || 640) / rowHeight) + 20));
  }
  const search = document.getElementById("roster-search");
  const kindNames = (agent) => [...new Set(agent.cells.map((cell) => data.kinds[cell[1]].name))].join(" ");
  const texts = data.rows.map((agent) => `${agent.name} ${agent.id} ${agent.team} ${kindNames(agent)}`.toLocaleLowerCase());
  function filter() {
    const wanted = search.value.trim().toLocaleLowerCase();
    rows = data.rows.filter((_, index) => texts[index].includes(wanted));
    document.getElementById("roster-count").textContent = words.shown.replace("{shown}", rows.length).replace("{all}", data.rows.length);
    shown = [-1, -1];
    frame.scrollTop = 0;
    inSight();
  }
  const point = (event) => { const mark = event.target.closest?.("[data-detail]"); if (mark) detail.textContent = mark.dataset.detail; };
  body.addEventListener("mouseover", point);
  body.addEventListener("click", point);
  search.addEventListener("input", filter);
  frame.addEventListener("scroll", () => requestAnimationFrame(inSight), { passive: true });
  addEventListener("resize", inSight);
  addEventListener("beforeprint", () => { WatchbillCharts.all(); show(0, rows.length); });
  addEventListener("afterprint", inSight);
  filter();
  rowHeight = body.rows[1]?.offsetHeight || rowHeight;
  filter();
})();
