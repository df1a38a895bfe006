/* Injects: what comes next, what waits for what, what the controller gives by hand, what has come. */
import { words } from "/static/console/page.js";
import { group, incidentName } from "./clocks.js";
import { badge, button, clock, fill, listed, make, text } from "./dom.js";

const ON_TIME_MS = 5000;
const AT_ONCE = 4; // injects of a kind that are shown without asking for more
const TITLES = { planned: "next", "by-hand": "by_hand", waiting: "waiting", given: "came", "not-coming": "not_coming" };
const OPEN = new Set(["planned", "by-hand", "given"]);

export function injects(board, act) {
  const parts = [];
  for (const [status, title] of Object.entries(TITLES)) {
    const items = board.injects.filter((item) => item.status === status);
    if (status === "given") items.reverse();
    if (items.length === 0) continue;
    const rows = items.map((item) => row(board, item, act));
    const first = rows.splice(0, AT_ONCE);
    if (rows.length) first.push(group(`injects-${status}-more`, `${words.more} (${rows.length})`, rows));
    parts.push(group(`injects-${status}`, `${words[title]} (${items.length})`, first, OPEN.has(status)));
  }
  return parts;
}

function row(board, item, act) {
  const line = make("article", `inject ${item.status}`, make("b", "when", when(item)), about(board, item));
  if (board.phase === "running" && item.status !== "given" && item.status !== "not-coming") {
    line.append(make("div", "acts", button(words.give, `give-${item.inject}`, () => act(`injects/${item.inject}`, {}, words.give), item.status === "by-hand" ? "primary" : "small")));
  }
  return line;
}

function when(item) {
  if (item.given_ms !== null) return clock(item.given_ms);
  return item.planned_ms === null ? "…" : clock(item.planned_ms);
}

function about(board, item) {
  const marks = [];
  if (item.late_ms > ON_TIME_MS) marks.push(badge(fill(words.late_by, { time: clock(item.late_ms) }), "warn"));
  if (item.new_level) marks.push(badge(fill(words.new_level, { level: words.levels[item.new_level] }), "warn"));
  if (item.ambiguous) marks.push(badge(words.ambiguous));
  if (board.incidents.length > 1 && item.incident) marks.push(badge(incidentName(board, item.incident)));
  if (item.reveals) marks.push(badge(words.reveals));
  const facts = [fill(words.to_seat, { sender: text(item.sender), seat: text(item.seat_name), people: listed(item.people) })];
  const reason = waits(board, item);
  if (reason && item.given_ms === null) facts.push(reason);
  return make("div", "about", make("p", "", text(item.text), " ", ...marks), make("small", "", facts.join(" · ")));
}

function waits(board, item) {
  if (item.waits === "time") return "";
  if (item.waits === "hand") return words.when_fit;
  if (item.waits === "event") return fill(words.after_event, { minutes: item.delay_minutes, act: words.acts[item.after] });
  const expectation = board.clocks.find((each) => each.expectation === item.after);
  return fill(words[`after_${item.waits}`], { minutes: item.delay_minutes, expectation: expectation ? text(expectation.text) : item.after });
}
