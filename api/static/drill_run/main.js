/* Runs a drill: shows its board, counts on by itself between events, sends orders. */
import { site, words } from "/static/console/page.js";
import { chats } from "./chats.js";
import { clocks, count, incidentName } from "./clocks.js";
import { correctDialog, sheetDialog, startDialogs, stopDialog } from "./dialogs.js";
import { badge, button, byId, clock, drill, fill, make, show } from "./dom.js";
import { injects } from "./injects.js";
import { log, notes } from "./log.js";
import { people } from "./people.js";
import { Refused, action, board as askBoard, isPlanned, listen, order, practice } from "./service.js";
import { players, stamps } from "./stamps.js";
import { orders, steps } from "./steps.js";

const LOOK_AGAIN_MS = 3000;
const DONE_MS = 8000;
const UNDER_WAY = new Set(["running", "paused"]);
let board = null;
let since = 0; // when the board was told, on this machine's own clock, which nobody sets back
let listening = false;
let asking = false;
let again = false;
const shown = new Map();

/* Exercise time now: what the board said, and what has gone by since where the drill runs. */
function exerciseMs() {
  return board.ms + (board.running ? performance.now() - since : 0);
}

function say(...parts) {
  byId("message").replaceChildren(...parts);
}

function told(next) {
  if (board !== null && next !== null && next.lines < board.lines) return; // an older answer came late
  board = next;
  since = performance.now();
  render();
  if (board !== null && !listening) {
    listening = true;
    listen(board.lines, refresh, connection);
  }
}

/* What worked is said for a while. */
function done(sentence) {
  say(sentence);
  setTimeout(() => byId("message").textContent === sentence && say(), DONE_MS);
}

function connection(state) {
  byId("connection").textContent = state === "offline" ? words.offline : words[state];
  byId("connection").className = `badge ${state === "online" ? "good" : "bad"}`;
  if (state === "online") refresh();
}

/* Ask for the board; calls that come while it is asked for are answered by asking once more. */
async function refresh() {
  again = true;
  if (asking) return;
  asking = true;
  while (again) {
    again = false;
    try {
      if (board !== null || (await isPlanned())) told(await askBoard());
      else told(null);
      if (board === null) connectionWithoutRun();
    } catch (error) {
      if (error instanceof Refused) say(fill(words.failed, { reason: error.message }));
      else connection("offline");
    }
  }
  asking = false;
}

/* As long as there is no run there is no news of it: look whether somebody has planned it. */
function connectionWithoutRun() {
  byId("connection").textContent = words.online;
  byId("connection").className = "badge good";
  setTimeout(refresh, LOOK_AGAIN_MS);
}

/* Send something as whoever sits at the page; refused: the reasons; without connection: it may be sent again. */
async function send(sending, what) {
  try {
    const answer = await sending();
    done(fill(words.done, { what }));
    if (answer.board) told(answer.board);
    return true;
  } catch (error) {
    if (error instanceof Refused) {
      say(make("p", "notice bad", fill(words.failed, { reason: error.reasons.length > 1 ? "" : error.message })), reasons(error));
      refresh();
    } else {
      say(make("p", "notice bad", fill(words.not_sent, { what })), button(words.again, "again", () => send(sending, what), "primary"));
      connection("offline");
    }
    return false;
  }
}

function reasons(error) {
  return make("ul", "reasons", ...(error.reasons.length > 1 ? error.reasons.map((reason) => make("li", "", reason)) : []));
}

function you() {
  return byId("you").value;
}

/* Who judges: whoever sits at the page where they are an evaluator, else the first evaluator. */
function evaluator() {
  const evaluators = board.seats.filter((seat) => seat.role === "evaluator").map((seat) => seat.agent);
  return evaluators.includes(you()) ? you() : evaluators[0] ?? you();
}

function act(address, body, what, judges = false) {
  return send(order(address, { by: judges ? evaluator() : you(), ...body }), what);
}

function give(name) {
  const reason = document.querySelector('[data-key="order-text"]')?.value ?? "";
  if (name === "plan") {
    say(words.planning);
    return send(order("", { by: you() }), words.orders.plan);
  }
  if (name === "practice") {
    const made = practice({ by: you() });
    return send(async () => {
      location.assign(`/console/drills/${(await made()).id}`);
      return {};
    }, words.orders.practice);
  }
  return send(order("orders", { by: you(), order: name, ...(reason ? { text: reason } : {}) }), words.orders[name]);
}

function stop(cause, reason) {
  return send(order("orders", { by: you(), order: "abort", cause, text: reason }), words.aborts[cause]);
}

const takeUp = (body) => send(action({ site_id: site, by: you(), ...body }), words.take_up);
const openSheet = () => sheetDialog(board, you(), (sheet) => act("sheets", sheet, words.hand_in));
const openCorrection = (line) => correctDialog(board, line, (body) => act("corrections", body, words.correct));

/* Show a part of the page anew where what it is made of has changed. */
function part(id, made, ...from) {
  const key = JSON.stringify(from);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  show(byId(id), made());
}

function render() {
  const phase = board === null ? null : board.phase;
  part("orders", () => orders(board, give), phase);
  part("steps", () => steps(board, openSheet, takeUp), phase, board?.look, board?.without_sheet);
  byId("steps").hidden = byId("steps").childElementCount === 0;
  byId("stop").disabled = !UNDER_WAY.has(phase);
  byId("board").hidden = board === null;
  byId("phase").textContent = board === null ? words.no_run : words.phases[phase];
  byId("cockpit").dataset.phase = phase ?? "";
  if (board !== null) {
    const live = board.clocks.map((item) => ({ ...item, remaining_ms: item.remaining_ms === null }));
    part("levels", levels, board.incidents, board.level, board.called_for);
    part("clocks", () => clocks(board, act), live, board.seats, phase);
    part("injects", () => injects(board, act), board.injects, phase);
    part("stamps", () => stamps(board, act), board.stamps, players(board), phase);
    part("chats", () => chats(board, act), board.chats, board.seats, phase);
    part("notes", () => notes(board), board.notes);
    part("people", () => people(board, act), board.seats, phase);
    part("log", () => log(board, openCorrection), board.lines, phase);
  }
  countOn();
}

function levels() {
  if (board.incidents.length === 1) return [grade(board.incidents[0])];
  return [grades(words.everything, { graded: board.level, called_for: board.called_for }), ...board.incidents.map((item) => grades(incidentName(board, item.incident), item))];
}

/* One line for each of several incidents. */
function grades(name, item) {
  const told = fill(words.level_pair, { graded: item.graded ?? "–", called_for: item.called_for });
  return make("p", "", make("strong", "", name), " ", badge(told, item.graded === item.called_for ? "good" : "warn"));
}

function grade(item) {
  const graded = item.graded ? fill(words.level_graded, { level: words.levels[item.graded] }) : words.level_not_graded;
  const tone = item.graded === item.called_for ? "good" : "warn";
  return make("p", "", badge(graded, tone), " ", badge(fill(words.level_called_for, { level: words.levels[item.called_for] })));
}

function countOn() {
  if (board === null) return;
  const ms = exerciseMs();
  byId("clock").textContent = clock(ms);
  const over = ms - 60000 * board.planned_minutes;
  const notes = [fill(words.of_minutes, { minutes: board.planned_minutes })];
  if (board.phase === "paused") notes.push(words.stopped);
  if (over > 0 && UNDER_WAY.has(board.phase)) notes.push(fill(words.over_time, { time: clock(over) }));
  byId("clock-note").textContent = notes.join(" · ");
  count(byId("clocks"), ms);
}

function start() {
  startDialogs();
  const kept = `watchbill-drill-${drill}-you`;
  try {
    const before = localStorage.getItem(kept);
    if (before && [...byId("you").options].some((option) => option.value === before)) byId("you").value = before;
    byId("you").addEventListener("change", () => localStorage.setItem(kept, you()));
  } catch {
    // without a store of its own the browser asks each time
  }
  byId("stop").addEventListener("click", () => stopDialog(stop));
  byId("note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const note = byId("note");
    if (!note.value.trim()) return;
    act("notes", { text: note.value }, words.kinds.noted);
    note.value = "";
  });
  setInterval(countOn, 250);
  refresh();
}

start();
