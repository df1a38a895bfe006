/* Dialogs: breaking off, correcting a line, an evaluator's sheet. */
import { words } from "/static/console/page.js";
import { button, byId, clock, fill, make, text } from "./dom.js";
import { told } from "./log.js";

const TIMED = new Set(["stamp", "chat-said", "chat-closed"]);

export function startDialogs() {
  for (const close of document.querySelectorAll("dialog [data-close]")) close.addEventListener("click", () => close.closest("dialog").close());
  byId("correction-level").append(...Object.entries(words.levels).map(([level, name]) => new Option(name, level)));
}

/* Ask why the drill is broken off; each cause stops it with one more click. */
export function stopDialog(stop) {
  const dialog = byId("stopping");
  const causes = Object.entries(words.aborts).map(([cause, name]) =>
    button(name, `cause-${cause}`, () => { dialog.close(); stop(cause, byId("stopping-text").value); }, "stop"));
  byId("causes").replaceChildren(...causes);
  byId("stopping-text").value = "";
  dialog.showModal();
  causes[0].focus();
}

export function correctDialog(board, line, correct) {
  const dialog = byId("correcting");
  byId("correcting-title").textContent = fill(words.correcting, { number: line.number, what: told(board, line) });
  byId("correction").reset();
  byId("correction-time").value = TIMED.has(line.kind) ? clock(line.ms) : "";
  byId("correction-timed").hidden = !TIMED.has(line.kind);
  byId("correction-graded").hidden = !line.data.level;
  if (line.data.level) byId("correction-level").value = line.data.level;
  byId("correction").onsubmit = (event) => {
    event.preventDefault();
    dialog.close();
    correct({ line: line.number, text: byId("correction-text").value, ...changes(line) });
  };
  dialog.showModal();
}

function changes(line) {
  if (byId("correction-void").checked) return { void: true };
  const found = {};
  const shown = byId("correction-time").value;
  if (TIMED.has(line.kind) && shown && shown !== clock(line.ms)) {
    const [minutes, seconds] = shown.split(":").map(Number);
    found.second = 60 * minutes + seconds;
  }
  if (line.data.level && byId("correction-level").value !== line.data.level) found.data = { level: byId("correction-level").value };
  return found;
}

/* The sheet of an evaluator: every expectation whose clock started, every objective, every role play that began. */
export function sheetDialog(board, chosen, handIn) {
  const body = byId("sheet-body");
  body.replaceChildren(...sheetParts(board, chosen));
  byId("sheet-form").onsubmit = (event) => {
    event.preventDefault();
    byId("sheet").close();
    handIn(sheetOf(body));
  };
  byId("sheet").showModal();
}

function sheetParts(board, chosen) {
  const seen = [["", "—"], ["true", words.met], ["false", words.not_met]];
  const letters = [["", "—"], ...Object.entries(words.ratings)];
  const scale = [["", words.scale], ...[1, 2, 3, 4, 5].map((mark) => [String(mark), String(mark)])];
  const evaluators = board.seats.filter((seat) => seat.role === "evaluator").map((seat) => [seat.agent, seat.name]);
  const who = select(evaluators, { part: "by" });
  if (evaluators.some(([agent]) => agent === chosen)) who.value = chosen;
  const parts = [field(words.evaluator, who)];
  for (const [id, objective] of Object.entries(board.objectives)) {
    parts.push(make("h3", "", text(objective)), field(words.rating, select(letters, { part: "ratings", name: id })));
    for (const item of board.clocks.filter((each) => each.objective === id && each.started_ms !== null)) {
      const controls = [select(seen, { part: "marks", name: item.expectation, mark: "met" }), select(scale, { part: "marks", name: item.expectation, mark: "scale" })];
      if (item.measure === "measured") controls.push(measured(item));
      parts.push(field(text(item.text), ...controls));
    }
  }
  for (const play of board.chats.filter((each) => each.opened_ms !== null)) {
    parts.push(make("h3", "", text(play.persona)));
    const points = Array.from({ length: 5 }, (_each, step) => [String(5 * step), String(5 * step)]);
    for (const [item, name] of Object.entries(words.items)) parts.push(field(name, select([["", "—"], ...points], { part: "points", name: play.roleplay, mark: item })));
  }
  for (const [name, label] of [["strengths", words.strengths], ["problems", words.problems]]) {
    const area = make("textarea");
    area.maxLength = 4000;
    Object.assign(area.dataset, { part: name });
    parts.push(field(label, area));
  }
  return parts;
}

function measured(item) {
  const minutes = make("input");
  Object.assign(minutes, { type: "number", min: 0, step: 0.5, placeholder: words.minutes });
  Object.assign(minutes.dataset, { part: "marks", name: item.expectation, mark: "minutes" });
  return minutes;
}

function field(label, ...controls) {
  for (const control of controls) control.setAttribute("aria-label", label);
  return make("p", "field", make("span", "", label), ...controls);
}

function select(options, data) {
  const element = make("select", "", ...options.map(([value, name]) => new Option(name, value)));
  Object.assign(element.dataset, data);
  return element;
}

function sheetOf(body) {
  const sheet = { marks: {}, ratings: {}, points: {}, strengths: "", problems: "" };
  for (const control of body.querySelectorAll("[data-part]")) {
    const { part, name, mark } = control.dataset;
    if (!control.value) continue;
    if (part === "ratings") sheet.ratings[name] = control.value;
    else if (part === "marks") (sheet.marks[name] ??= {})[mark] = mark === "met" ? control.value === "true" : Number(control.value);
    else if (part === "points") (sheet.points[name] ??= {})[mark] = Number(control.value);
    else sheet[part] = control.value;
  }
  return sheet;
}
