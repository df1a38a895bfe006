/* The clock board: what is due when, from whom, how it stands; what is seen is stamped and judged here. */
import { words } from "/static/console/page.js";
import { badge, button, choice, clock, fill, listed, make, of, text } from "./dom.js";

const SOON = 0.25; // of the time allowed: then a clock turns to warning
const OVER = new Set(["met", "late", "missed", "stopped"]);
const TONES = { met: "good", late: "bad", missed: "bad", running: "" };

/* The people of a player seat who are there: holders, and backups who came in. */
export function holders(board, seat) {
  return board.seats
    .filter((each) => each.seat === seat)
    .flatMap((each) => [
      ...(each.present === false ? [] : [[each.agent, each.name]]),
      ...(each.backup_present ? [[each.backup, each.backup_name]] : []),
    ]);
}

/* What an incident is called where there are several: its family, or its title where two are of one family. */
export function incidentName(board, id) {
  const incident = board.incidents.find((each) => each.incident === id);
  const alike = board.incidents.filter((each) => each.family === incident.family).length;
  return alike > 1 ? text(incident.title) : words.families[incident.family];
}

export function clocks(board, act) {
  const begun = board.clocks.filter((item) => item.status === "running");
  const over = board.clocks.filter((item) => OVER.has(item.status));
  const later = board.clocks.filter((item) => item.status === "projected" || item.status === "not_observed");
  const rest = board.clocks.filter((item) => item.status === "not-started");
  const parts = begun.map((item) => row(board, item, act));
  if (begun.length === 0) parts.push(make("p", "hint", board.started_at ? words.no_clock_runs : words.no_clocks));
  for (const [key, title, items, open] of [["over", words.finished, over, true], ["later", words.after_drill, later, false], ["rest", words.not_started, rest, false]]) {
    if (items.length) parts.push(group(`clocks-${key}`, `${title} (${items.length})`, items.map((item) => row(board, item, act)), open));
  }
  return parts;
}

export function group(key, title, rows, open = false) {
  const details = make("details", "group", make("summary", "", title), ...rows);
  details.dataset.key = key;
  details.open = open;
  return details;
}

function row(board, item, act) {
  const status = make("span", "status-word", words.statuses[item.status]);
  const left = make("b", "left");
  const line = make("article", `clock-row ${TONES[item.status] ?? ""}`, make("div", "left-of", left, status), about(board, item));
  line.dataset.clock = item.expectation;
  if (item.remaining_ms !== null) {
    line.dataset.due = item.due_ms;
    line.dataset.within = item.within_minutes * 60000;
  } else left.textContent = item.seen_ms !== null ? clock(item.seen_ms - item.started_ms) : "—";
  const acts = [];
  if (board.phase === "running" && item.seen_ms === null) acts.push(...stamping(board, item, act));
  if (["running", "paused", "ended", "aborted"].includes(board.phase) && item.started_ms !== null) acts.push(...judging(item, act));
  if (acts.length) line.append(make("div", "acts", ...acts));
  return line;
}

function about(board, item) {
  const facts = [of(text(item.seat_name), listed(item.people))];
  if (item.due_ms !== null) facts.push(fill(words.due_at, { time: clock(item.due_ms) }));
  else facts.push(fill(words.starts_with, { inject: text(board.injects.find((each) => each.inject === item.basis)?.text) }));
  if (item.seen_ms !== null) facts.push(fill(words.seen_at, { time: clock(item.seen_ms), name: item.seen_by }));
  const marks = [];
  if (item.critical) marks.push(badge(words.critical, "warn"));
  if (item.judged !== null) marks.push(badge(item.judged ? words.judged_right : words.judged_wrong, item.judged ? "" : "bad"));
  if (board.incidents.length > 1 && item.incident) marks.push(badge(incidentName(board, item.incident)));
  return make("div", "about", make("p", "", text(item.text), " ", ...marks), make("small", "", facts.join(" · ")));
}

function stamping(board, item, act) {
  const people = holders(board, item.seat);
  const who = people.length > 1 ? choice(`who-${item.expectation}`, people, words.who) : null;
  const send = (level) => act("stamps", { act: item.act, agent: who ? who.value : people[0]?.[0] ?? "", expectation: item.expectation, ...level }, words.acts[item.act]);
  const label = fill(words.stamp_as, { act: words.acts[item.act], name: people.length === 1 ? people[0][1] : text(item.seat_name) });
  const parts = who ? [who] : [];
  if (item.act === "graded") {
    for (const level of ["I", "II", "III", "IV"]) parts.push(named(button(level, `grade-${item.expectation}-${level}`, () => send({ level })), words.levels[level]));
  } else parts.push(named(button(item.act === "decision" ? words.seen_now : words.acts[item.act], `stamp-${item.expectation}`, () => send({}), item.remaining_ms === null ? "small" : "primary"), label));
  return parts;
}

function named(element, label) {
  element.setAttribute("aria-label", label);
  element.title = label;
  return element;
}

function judging(item, act) {
  const judge = (met) => act("judgements", { expectation: item.expectation, met }, met ? words.judged_right : words.judged_wrong, true);
  return [
    button(words.right, `right-${item.expectation}`, () => judge(true), "small"),
    button(words.wrong, `wrong-${item.expectation}`, () => judge(false), "small"),
  ];
}

/* Let the clocks count on: *ms* is the exercise time now. */
export function count(place, ms) {
  for (const line of place.querySelectorAll("[data-due]")) {
    const left = Number(line.dataset.due) - ms;
    const late = left < 0;
    line.querySelector(".left").textContent = clock(left);
    line.querySelector(".status-word").textContent = late ? words.time_up : words.statuses.running;
    line.classList.toggle("bad", late);
    line.classList.toggle("warn", !late && left < SOON * Number(line.dataset.within));
  }
}
