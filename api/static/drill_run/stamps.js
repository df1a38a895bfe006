/* Stamps by one click: act, player and, of several, the incident; a grading by its level. */
import { words } from "/static/console/page.js";
import { incidentName } from "./clocks.js";
import { button, choice, clock, input, make, of, text } from "./dom.js";

const PLAYERS = new Set(["commander", "player"]);

export function players(board) {
  const found = new Map();
  for (const seat of board.seats.filter((each) => PLAYERS.has(each.role))) {
    const name = (who) => (seat.seat_name ? `${who} · ${text(seat.seat_name)}` : who);
    if (seat.present !== false && !found.has(seat.agent)) found.set(seat.agent, name(seat.name));
    if (seat.backup_present && !found.has(seat.backup)) found.set(seat.backup, name(seat.backup_name));
  }
  return [...found];
}

export function stamps(board, act) {
  if (board.phase !== "running") return [make("p", "hint", words.stamps_when), list(board)];
  const who = choice("stamp-who", players(board), words.who);
  const several = board.incidents.length > 1;
  const where = several ? choice("stamp-where", board.incidents.map((item) => [item.incident, incidentName(board, item.incident)]), words.everything) : null;
  const why = input("stamp-text", words.reason_for);
  const send = (name, level) => {
    const body = { act: name, agent: who.value, text: why.value, ...(where ? { incident: where.value } : {}), ...(level ? { level } : {}) };
    act("stamps", body, words.acts[name]);
    why.value = "";
  };
  const acts = Object.keys(words.acts).filter((name) => name !== "graded").map((name) => button(words.acts[name], `act-${name}`, () => send(name)));
  const levels = Object.keys(words.levels).map((level) => button(words.levels[level], `level-${level}`, () => send("graded", level), "level"));
  return [
    make("div", "line", who, ...(where ? [where] : [])),
    make("div", "pad", ...acts),
    make("div", "pad levels", ...levels),
    why,
    list(board),
  ];
}

function said(board, item) {
  const done = [words.acts[item.act], ...(item.level ? [words.levels[item.level]] : [])].join(words.between);
  const incident = board.incidents.length > 1 && item.incident ? ` (${incidentName(board, item.incident)})` : "";
  return `${of(item.name, done)}${incident}${item.text ? ` – ${item.text}` : ""}`;
}

function list(board) {
  const rows = [...board.stamps].reverse().slice(0, 12).map((item) =>
    make("li", "", make("b", "when", clock(item.ms)), make("span", "", said(board, item))));
  return make("ul", "rows", ...rows);
}
