/* What the drill showed, and who mends it until when: each finding rated M or U needs an action before the drill is closed. */
import { words } from "/static/console/page.js";
import { badge, fill, input, make, text } from "./dom.js";
import { findings as ask } from "./service.js";

const TO_MEND = new Set(["M", "U"]);

/* Show the findings in *place*; *takeUp* stores an action and is true once it is stored. */
export async function showFindings(place, takeUp) {
  let found;
  try {
    found = await ask();
  } catch (error) {
    place.replaceChildren(make("p", "notice bad", fill(words.failed, { reason: error.message })));
    return;
  }
  const first = found.filter((item) => item.under === null || !found.some((each) => each.id === item.under));
  if (first.length === 0) return place.replaceChildren(make("p", "", words.no_findings));
  const rows = first.map((item) => row(item, async (body) => (await takeUp(body)) && showFindings(place, takeUp)));
  place.replaceChildren(make("h3", "", words.findings), ...rows);
}

function row(item, takeUp) {
  const marks = [badge(item.rating === null ? words.noticed : words.ratings[item.rating], TO_MEND.has(item.rating) ? "bad" : "")];
  if (item.owned) marks.push(badge(words.has_action, "good"));
  const line = make("article", "finding", make("p", "", ...marks, " ", text(item.text), " ", make("small", "", item.told)));
  if (TO_MEND.has(item.rating) && !item.owned) line.append(form(item, takeUp));
  return line;
}

function form(item, takeUp) {
  const what = input(`what-${item.id}`, words.what_is_done);
  const owner = input(`owner-${item.id}`, words.owner);
  const due = input(`due-${item.id}`, words.due_day);
  Object.assign(due, { type: "date", required: true, title: words.due_day });
  for (const part of [what, owner]) part.required = true;
  const element = make("form", "line", what, owner, due, make("button", "", words.take_up));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    takeUp({ findings: [item.id], text: what.value, owner: owner.value, due: due.value });
  });
  return element;
}

