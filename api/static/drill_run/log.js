/* The last lines of the log in words, and notes; lines that people wrote can be corrected. */
import { words } from "/static/console/page.js";
import { badge, button, clock, fill, make, moment, of, text } from "./dom.js";

const CORRECTABLE = new Set(["stamp", "judged", "noted", "attended", "live", "chat-said", "chat-closed"]);
const OPEN_IN = new Set(["running", "paused", "ended", "aborted"]);

export function notes(board) {
  if (board.notes.length === 0) return [make("p", "hint", words.no_notes)];
  return [make("ul", "rows", ...[...board.notes].reverse().map((item) => make("li", "", make("b", "when", clock(item.ms)), make("span", "", item.text))))];
}

export function log(board, correct) {
  const rows = [...board.tail].reverse().map((line) => {
    const row = make("li", "", make("b", "when", clock(line.ms)), make("span", "", make("small", "", `${line.number} · ${moment(line.at)} · ${line.by ? line.name : words.by_clock} · ${words.kinds[line.kind]}`), told(board, line)));
    if (line.corrected) row.append(badge(words.corrected, "warn"));
    if (CORRECTABLE.has(line.kind) && line.by && OPEN_IN.has(board.phase)) row.append(button(words.correct, `correct-${line.number}`, () => correct(line), "small"));
    return row;
  });
  return [make("ul", "rows log", ...rows)];
}

/* What a line says, in a few words. */
export function told(board, line) {
  const data = line.data;
  const name = (agent) => board.seats.find((seat) => seat.agent === agent)?.name ?? board.seats.find((seat) => seat.backup === agent)?.backup_name ?? agent;
  const expectation = (id) => text(board.clocks.find((item) => item.expectation === id)?.text ?? id);
  const inject = (id) => text(board.injects.find((item) => item.inject === id)?.text ?? id);
  switch (line.kind) {
    case "stamp": return fill(data.level ? words.says_level : words.says_stamp, { name: name(data.agent), act: words.acts[data.act], level: words.levels[data.level] }) + (data.text ? ` – ${data.text}` : "");
    case "inject": return inject(data.inject);
    case "clock":
    case "ran-out": return `${expectation(data.expectation)} (${fill(words.due_at, { time: clock(1000 * data.due_second) })})`;
    case "judged": return fill(data.met ? words.says_met : words.says_wrong, { what: expectation(data.expectation) });
    case "attended": return fill(data.present ? words.says_present : words.says_absent, { name: name(data.agent) });
    case "chat-opened":
    case "chat-said": return of(data.agent ? name(data.agent) : words.customer, text(data.text));
    case "chat-closed": return data.satisfied === null ? words.closed : data.satisfied ? words.satisfied : words.unsatisfied;
    case "corrected": return fill(data.void ? words.says_void : words.says_correction, { line: data.line, text: data.text });
    case "live": return fill(words.says_live, data);
    case "aborted": return [words.aborts[data.cause], data.text].filter(Boolean).join(": ");
    case "refused": return (data.reasons ?? []).join("; ");
    default: return data.text ? text(data.text) : "";
  }
}
