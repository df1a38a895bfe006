/* The roster: agents down, days across. Only rows in sight are in the page, and their elements are used again. */
import { ask, fill, make, roster, words } from "./page.js";
import { startTip } from "./tip.js";

const OVERSCAN = 6;
const SIGN = '<svg viewBox="0 0 20 20" aria-hidden="true"><rect x="3" y="4.5" width="14" height="12.5" rx="2"/><path d="M3 8.5h14M7 2.5v4M13 2.5v4M10 11v4M8 13h4"/></svg>';

export async function startGrid({ onFeed, onDay }) {
  const frame = document.getElementById("grid");
  const count = document.getElementById("grid-count");
  let data;
  try {
    data = await ask(`/console/rosters/${roster}/grid`);
  } catch (error) {
    count.textContent = fill(words.failed, { reason: error.message });
    return;
  }
  const { days, kinds, texts } = data;
  const everyone = data.rows;
  for (const agent of everyone) {
    agent.shifts = new Map(agent.cells.map((cell) => [cell[0], cell]));
    agent.away = new Set(agent.leave);
    agent.found = `${agent.name} ${agent.id} ${agent.team}`.toLocaleLowerCase();
  }
  let rows = everyone;
  let jump = -1;
  let focused = [0, 0];

  legend(kinds);
  const head = headOf(days, onDayChosen);
  const body = make("div", "grid-body");
  frame.replaceChildren(head, body);
  frame.setAttribute("aria-colcount", String(days.length + 1));
  const rowHeight = Number.parseFloat(getComputedStyle(frame).getPropertyValue("--row"));
  const inUse = new Map();
  const spare = [];
  startTip(frame, describe);

  function newRow() {
    const row = make("div", "grid-row");
    row.setAttribute("role", "row");
    const who = make("div", "who", make("span"));
    who.setAttribute("role", "rowheader");
    const button = make("button");
    button.type = "button";
    button.innerHTML = SIGN;
    button.addEventListener("click", () => onFeed(row.agent));
    who.append(button);
    row.append(who, ...days.map((day, index) => {
      const cell = make("div");
      cell.setAttribute("role", "gridcell");
      cell.dataset.day = String(index);
      cell.tabIndex = -1;
      return cell;
    }));
    return row;
  }

  function fillRow(row, place) {
    const agent = rows[place];
    row.agent = agent;
    row.place = place;
    row.setAttribute("aria-rowindex", String(place + 2));
    row.style.transform = `translateY(${place * rowHeight}px)`;
    const [span, button] = row.firstChild.children;
    span.replaceChildren(agent.name, make("small", "", `${agent.team} · ${fill(words.hours, { hours: Math.round(agent.minutes / 6) / 10 })}`));
    span.title = `${agent.name} · ${agent.id} · ${agent.team}`;
    button.title = fill(words.open_calendar, { name: agent.name });
    button.setAttribute("aria-label", button.title);
    for (let index = 0; index < days.length; index += 1) fillCell(row.children[index + 1], agent, index, place);
  }

  function fillCell(cell, agent, index, place) {
    const day = days[index];
    const shift = agent.shifts.get(index);
    const away = agent.away.has(index);
    const tint = day.mark === "holiday" ? " holiday" : day.off ? " off" : "";
    cell.className = `day${shift ? "" : away ? " leave" : tint}${index === jump ? " jump" : ""}`;
    cell.tabIndex = place === focused[0] && index === focused[1] ? 0 : -1;
    if (shift) {
      const kind = kinds[shift[1]];
      cell.replaceChildren(make("span", `kind ${kind.part} shade-${kind.shade}`, kind.code, make("small", "", texts[shift[2]])));
    } else {
      cell.textContent = away ? words.leave : "";
    }
    cell.setAttribute("aria-label", describe(cell, agent).join(", "));
  }

  /* What a cell says: person, day, shift, breaks. */
  function describe(cell, agent = cell.parentElement.agent) {
    const index = Number(cell.dataset.day);
    const day = days[index];
    const shift = agent.shifts.get(index);
    const lines = [agent.name, [day.date, day.weekday, day.names].filter(Boolean).join(" · ")];
    if (!shift) return [...lines, agent.away.has(index) ? words.leave : words.off];
    const kind = kinds[shift[1]];
    return [...lines, `${titleOf(kind)} · ${texts[shift[2]]}`, ...texts[shift[3]].split("; ").filter(Boolean)];
  }

  function draw() {
    const first = Math.max(0, Math.floor(frame.scrollTop / rowHeight) - OVERSCAN);
    const end = Math.min(rows.length, Math.ceil((frame.scrollTop + frame.clientHeight) / rowHeight) + OVERSCAN);
    for (const [place, row] of inUse) {
      if (place >= first && place < end) continue;
      inUse.delete(place);
      spare.push(row);
    }
    for (let place = first; place < end; place += 1) {
      if (inUse.has(place)) continue;
      const row = spare.pop() ?? newRow();
      fillRow(row, place);
      if (!row.isConnected) body.append(row);
      row.hidden = false;
      inUse.set(place, row);
    }
    for (const row of spare) row.remove();
  }

  function redraw() {
    body.style.height = `${rows.length * rowHeight}px`;
    frame.setAttribute("aria-rowcount", String(rows.length + 1));
    count.textContent = fill(words.shown, { shown: rows.length, all: everyone.length });
    for (const row of inUse.values()) spare.push(row);
    inUse.clear();
    draw();
  }

  const search = document.getElementById("grid-search");
  const team = document.getElementById("grid-team");
  function filter() {
    const wanted = search.value.trim().toLocaleLowerCase();
    rows = everyone.filter((agent) => agent.found.includes(wanted) && (!team.value || agent.team === team.value));
    frame.scrollTop = 0;
    focused = [0, focused[1]];
    redraw();
  }
  search.addEventListener("input", filter);
  team.addEventListener("change", filter);

  const choice = document.getElementById("grid-day");
  choice.addEventListener("change", () => jumpTo(days.findIndex((day) => day.date === choice.value)));
  function jumpTo(index) {
    jump = index;
    [...head.children].forEach((cell, place) => cell.classList.toggle("jump", place === index + 1));
    if (index >= 0) {
      const cell = head.children[index + 1];
      frame.scrollLeft = cell.offsetLeft - head.firstChild.offsetWidth - 2 * cell.offsetWidth;
      onDay(days[index].date);
    }
    redraw();
  }
  function onDayChosen(index) {
    choice.value = days[index].date;
    jumpTo(index);
  }

  const cellAt = ([place, index]) => inUse.get(place)?.children[index + 1];
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || !event.target.dataset.day && event.target !== frame) return;
    event.preventDefault();
    const limit = (value, most) => Math.max(0, Math.min(most, value));
    cellAt(focused)?.setAttribute("tabindex", "-1");
    focused = [limit(focused[0] + step[0], rows.length - 1), limit(focused[1] + step[1], days.length - 1)];
    const top = focused[0] * rowHeight;
    if (top < frame.scrollTop) frame.scrollTop = top;
    if (top + rowHeight * 2 + head.offsetHeight > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + rowHeight * 2 + head.offsetHeight - frame.clientHeight;
    draw();
    const cell = cellAt(focused);
    cell?.setAttribute("tabindex", "0");
    cell?.focus();
  });

  let asked = false;
  frame.addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; draw(); });
  }, { passive: true });
  new ResizeObserver(draw).observe(frame);
  redraw();
}

function headOf(days, onDay) {
  const head = make("div", "grid-head", make("div", "who", words.agent));
  head.setAttribute("role", "row");
  days.forEach((day, index) => {
    const cell = make("div", `${day.off ? "off" : ""}${day.mark ? " named" : ""}`, day.label, make("small", "", day.weekday));
    cell.setAttribute("role", "columnheader");
    cell.title = [day.date, day.names].filter(Boolean).join(" · ");
    cell.addEventListener("click", () => onDay(index));
    head.append(cell);
  });
  return head;
}

const titleOf = (kind) => (kind.name === kind.part_name ? kind.name : `${kind.name} · ${kind.part_name}`);

function legend(kinds) {
  const list = document.getElementById("grid-legend");
  for (const kind of kinds) {
    list.append(make("li", "chip", make("i", `kind ${kind.part} shade-${kind.shade}`, kind.code), titleOf(kind)));
  }
  list.append(make("li", "chip", make("i", "away"), words.leave));
}
