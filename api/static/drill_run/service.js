/* The service: the board as it stands, orders that count once, and news as they come. */
import { words } from "/static/console/page.js";
import { drill } from "./dom.js";

const path = `/api/v1/drills/${drill}`;
const RETRY_MS = 2000;
const LOOK_MS = 30000;

export class Refused extends Error {}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function asked(address, options = {}) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang, ...(options.body ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(address, { ...options, headers, cache: "no-store" });
  const told = await answer.json();
  if (answer.ok) return told;
  const reasons = told.reasons ?? told.faults?.map((fault) => [fault.field, fault.reason].filter(Boolean).join(": ")) ?? [];
  const refusal = new Refused(reasons.length ? reasons.join("; ") : [told.title, told.detail].filter(Boolean).join(": "));
  refusal.reasons = reasons;
  throw refusal;
}

/* Whether the drill has a run. */
export async function isPlanned() {
  return (await asked(path)).phase !== null;
}

/* The board now. */
export function board() {
  return asked(`${path}/run`);
}

/* Something to be sent: the same key each time, so that sending it again never counts twice. */
export function order(address, body) {
  const sent = { key: newKey(), ...body };
  return () => asked(address ? `${path}/run/${address}` : `${path}/run`, { method: "POST", body: JSON.stringify(sent) });
}

/* A practice of the drill, a drill of its own; asked for again it is the same one. */
export function practice(body) {
  const sent = { key: newKey(), ...body };
  return () => asked(`${path}/practice`, { method: "POST", body: JSON.stringify(sent) });
}

/* What the drill showed. */
export function findings() {
  return asked(`${path}/findings`);
}

/* An action about findings, to be stored in the book of the site; it counts once, too. */
export function action(body) {
  const sent = { key: newKey(), ...body };
  return () => asked("/api/v1/actions", { method: "POST", body: JSON.stringify(sent) });
}

/* Tell *heard* of every new line behind number *after*, and *state* whether the connection stands. */
export function listen(after, heard, state) {
  let known = after;
  let source = null;
  function connect() {
    source = new EventSource(`${path}/run/events?after=${known}`);
    source.addEventListener("open", () => { state("online"); heard(); });
    source.addEventListener("line", (event) => { known = Math.max(known, Number(event.lastEventId)); heard(); });
    source.addEventListener("error", () => {
      state("offline");
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
    });
  }
  connect();
  setInterval(heard, LOOK_MS);
  addEventListener("online", heard);
  document.addEventListener("visibilitychange", heard); // a machine that slept counted on wrongly
  addEventListener("offline", () => state("offline"));
}

export function files() {
  const language = document.documentElement.lang.startsWith("zh") ? "zh_CN" : "en";
  return [
    [words.report_html, `${path}/report.html?lang=${language}`],
    [words.report_docx, `${path}/report.docx?lang=${language}`],
    [words.evidence, `${path}/evidence.zip`],
    [words.log_file, `${path}/run/log`],
  ];
}
