/* Role plays: what was said, the script's lines by one click, and a warning where a player used a forbidden phrase. */
import { words } from "/static/console/page.js";
import { holders } from "./clocks.js";
import { badge, button, choice, clock, fill, input, listed, make, of, text } from "./dom.js";

export function chats(board, act) {
  if (board.chats.length === 0) return [make("p", "hint", words.no_chats)];
  return board.chats.map((item) => talk(board, item, act));
}

function talk(board, item, act) {
  const details = make("details", `chat ${item.status}`, make("summary", "", `${text(item.persona)} · ${words.channels[item.channel] ?? item.channel} · ${state(item)}`));
  details.dataset.key = `chat-${item.roleplay}-${item.status}`;
  details.open = item.status === "open";
  details.append(make("small", "", `${of(text(item.seat_name), listed(item.people))} · ${text(item.mood)}`));
  if (item.begins_with && item.opened_ms === null) details.append(make("small", "", fill(words.starts_with, { inject: text(board.injects.find((each) => each.inject === item.begins_with)?.text) })));
  if (item.opened_ms !== null) details.append(transcript(item));
  else details.append(make("p", "bubble", text(item.opening)));
  if (item.status === "open" && board.phase === "running") details.append(...saying(board, item, act));
  if (item.status === "open" && ["running", "paused"].includes(board.phase)) details.append(closing(item, act));
  details.append(make("small", "", fill(words.satisfied_by, { text: text(item.satisfied_by) })));
  return details;
}

function state(item) {
  if (item.status === "closed") return item.satisfied === null ? words.closed : item.satisfied ? words.satisfied : words.unsatisfied;
  if (item.status === "waiting") return item.begins_ms === null ? words.begins_with : fill(words.begins_at, { time: clock(item.begins_ms) });
  return item.replied_ms === null ? words.no_reply : fill(words.first_reply, { time: clock(item.replied_ms - item.opened_ms) });
}

function transcript(item) {
  const bubbles = [bubble(words.customer, item.opened_ms, text(item.opening), [], "")];
  for (const said of item.said) bubbles.push(bubble(said.agent ? said.name ?? said.agent : words.customer, said.ms, text(said.text), said.offences, said.agent ? "own" : ""));
  return make("div", "transcript", ...bubbles);
}

function bubble(name, ms, said, offences, kind) {
  const element = make("p", `bubble ${kind}`, make("small", "", `${clock(ms)} ${name}`), said);
  if (offences.length) element.append(" ", badge(fill(words.forbidden, { offences: offences.map((each) => words.offences[each]).join(", ") }), "bad"));
  return element;
}

function saying(board, item, act) {
  const address = `chats/${item.roleplay}/lines`;
  const people = holders(board, item.seat);
  const who = choice(`chat-who-${item.roleplay}`, people, words.who);
  const said = input(`chat-text-${item.roleplay}`, fill(words.answer_of, { name: people.length === 1 ? people[0][1] : text(item.seat_name) }));
  const form = make("form", "line", ...(people.length > 1 ? [who] : []), said, make("button", "", words.send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!said.value.trim()) return;
    act(address, { agent: who.value, text: said.value }, words.send);
    said.value = "";
  });
  const cues = item.cues.filter((cue) => !cue.was_said).map((cue) => {
    const hint = cue.on ? fill(words.on_cue, { cue: text(cue.on) }) : fill(words.after_minutes, { minutes: cue.after_minutes });
    return make("div", "cue", button(words.say, `cue-${item.roleplay}-${cue.cue}`, () => act(address, { cue: cue.cue }, words.say), "small"), make("span", "", text(cue.say), make("small", "", hint)));
  });
  return [form, ...cues];
}

function closing(item, act) {
  const close = (satisfied) => act(`chats/${item.roleplay}/closing`, { satisfied }, satisfied ? words.close_satisfied : words.close_unsatisfied);
  return make(
    "div", "acts",
    button(words.close_satisfied, `satisfied-${item.roleplay}`, () => close(true), "small"),
    button(words.close_unsatisfied, `unsatisfied-${item.roleplay}`, () => close(false), "small"),
  );
}
