/* Who is there, by seat; backups who came in may act. */
import { words } from "/static/console/page.js";
import { badge, button, fill, make, text } from "./dom.js";

const ASKED_IN = new Set(["cleared", "running", "paused", "ended", "aborted"]);

export function people(board, act) {
  const rows = new Map();
  for (const seat of board.seats) {
    const known = rows.get(seat.agent);
    const role = words.roles[seat.role];
    if (known) known.roles.push(role);
    else rows.set(seat.agent, { name: seat.name, present: seat.present, roles: [seat.seat_name ? [role, text(seat.seat_name)].join(words.between) : role], seat });
  }
  const parts = [];
  const unknown = [...rows].filter(([, row]) => row.present === null).map(([agent]) => agent);
  if (unknown.length > 1 && ASKED_IN.has(board.phase)) parts.push(button(words.rest_there, "rest-there", () => tellAll(unknown, act), "small"));
  for (const [agent, row] of rows) {
    parts.push(line(board, agent, row.name, row.roles.join(" · "), row.present, act));
    if (row.seat.backup && row.present === false) parts.push(line(board, row.seat.backup, row.seat.backup_name, fill(words.backup, { name: row.name }), row.seat.backup_present, act));
  }
  return parts;
}

async function tellAll(agents, act) {
  for (const agent of agents) {
    if (!(await act("attendance", { agent, present: true }, words.there))) return;
  }
}

function line(board, agent, name, role, present, act) {
  const state = present === null ? badge(words.unknown) : present ? badge(words.there, "good") : badge(words.away, "bad");
  const row = make("div", "person", make("span", "", name, " ", make("small", "", role)), state);
  if (ASKED_IN.has(board.phase)) {
    const tell = (there) => act("attendance", { agent, present: there }, there ? words.there : words.away);
    if (present !== true) row.append(button(words.there, `there-${agent}`, () => tell(true), "small"));
    if (present !== false) row.append(button(words.away, `away-${agent}`, () => tell(false), "small"));
  }
  return row;
}
