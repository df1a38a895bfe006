/* What is to do: approval and go or no go before the start, sheets and report after the end. */
import { words } from "/static/console/page.js";
import { button, fill, input, listed, make, moment } from "./dom.js";
import { showFindings } from "./findings.js";
import { files } from "./service.js";

/* By phase the orders that lead on, the obvious one first. */
const ORDERS = {
  planned: ["approve", "call-off"],
  approved: ["go", "call-off"],
  cleared: ["start", "go", "call-off"],
  running: ["pause", "end"],
  paused: ["resume", "end"],
  ended: ["evaluate"],
  aborted: ["evaluate"],
  evaluated: ["report"],
  reported: ["close"],
};
const BEFORE = new Set(["planned", "approved", "cleared"]);
const SHOWN = new Set(["evaluated", "reported", "closed"]);
const AFTER = new Set(["ended", "aborted", "evaluated", "reported", "closed"]);

export function orders(board, give) {
  const known = board ? ORDERS[board.phase] ?? [] : ["plan"];
  const buttons = known.map((name, place) => button(words.orders[name], `order-${name}`, () => give(name), place === 0 ? "primary" : ""));
  if (canBePractised(board)) buttons.push(button(words.orders.practice, "order-practice", () => give("practice")));
  return buttons;
}

/* Before its approval a drill can be walked through as a practice, which is a drill of its own. */
function canBePractised(board) {
  return board === null || (board.phase === "planned" && !board.practice);
}

export function steps(board, openSheet, takeUp) {
  if (board === null) return [make("p", "", words.unplanned)];
  const parts = [];
  if (board.practice) parts.push(make("p", "notice", words.practice));
  else if (words.to_do[board.phase]) parts.push(make("p", "to-do", words.to_do[board.phase]));
  if (BEFORE.has(board.phase)) parts.push(...before(board));
  if (AFTER.has(board.phase)) parts.push(...after(board, openSheet, takeUp));
  return parts;
}

function before(board) {
  const window = make("p", "hint", fill(words.window, { start: moment(board.window_start, true), end: moment(board.window_end, true) }));
  return [window, ...(board.practice ? [] : look(board.look)), make("p", "line", input("order-text", words.reason_for))];
}

function look(told) {
  if (!told) return [];
  if (told.reasons.length) {
    return [make("p", "notice bad", words.look_refused), make("ul", "reasons", ...told.reasons.map((reason) => make("li", "", reason)))];
  }
  const sentence = told.points_lost === null ? words.look_fine : fill(words.look_clear, { points: told.points_lost.toFixed(1) });
  return [make("p", "notice good", sentence)];
}

function after(board, openSheet, takeUp) {
  const parts = [];
  if (board.phase === "ended" || board.phase === "aborted") {
    parts.push(make("p", "", board.without_sheet.length ? fill(words.missing_sheets, { names: listed(board.without_sheet) }) : words.all_sheets));
    parts.push(make("p", "line", button(words.hand_in, "open-sheet", openSheet), input("order-text", words.reason_for)));
  }
  const links = files().map(([name, address]) => {
    const link = make("a", "", name);
    link.href = address;
    return link;
  });
  parts.push(make("p", "files", ...links));
  if (SHOWN.has(board.phase) && !board.practice) {
    const place = make("div", "findings");
    showFindings(place, takeUp);
    parts.push(place);
  }
  return parts;
}
