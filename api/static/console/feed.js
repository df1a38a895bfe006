/* The dialog that issues and revokes links to a calendar: of an agent's shifts, or of the site's drills. */
import { ask, fill, language, make, site, words, zone } from "./page.js";

const part = (name) => document.getElementById(`feed-${name}`);
let calendar;

/* The calendar of an agent: where its links are asked for, with what, and which of those of the site are its own. */
export function ofAgent(agent) {
  return {
    title: fill(words.calendar_of, { name: agent.name }),
    about: words.about_shifts,
    path: "/api/v1/feeds",
    body: () => ({ agent: agent.id }),
    isOwn: (link) => link.agent === agent.id,
    text: (link) => fill(words.issued_on, { when: moment(link) }),
  };
}

/* The calendar of the site's drills, for planners or for everybody. */
export function ofDrills() {
  return {
    title: words.calendar_of_drills,
    about: words.about_drills,
    path: "/api/v1/drill-programmes/feeds",
    body: () => ({ planners: part("readers").value === "planners" }),
    isOwn: () => true,
    text: (link) => fill(link.planners ? words.issued_to_planners : words.issued_to_everybody, { when: moment(link) }),
    hasReaders: true,
  };
}

export function startFeed() {
  part("issue").addEventListener("click", issue);
  part("copy").addEventListener("click", copy);
}

export async function openFeed(chosen) {
  calendar = chosen;
  part("title").textContent = calendar.title;
  part("about").textContent = calendar.about;
  part("whom").hidden = !calendar.hasReaders;
  part("issued").hidden = true;
  say("");
  part("links").replaceChildren();
  document.getElementById("feed").showModal();
  await list();
}

function say(sentence) {
  part("message").textContent = sentence;
}

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    say(fill(words.failed, { reason: error.message }));
    return null;
  }
}

async function issue() {
  const body = JSON.stringify({ site_id: site, ...calendar.body(), language: part("language").value });
  part("issue").disabled = true;
  const issued = await attempt(() => ask(calendar.path, { method: "POST", body }));
  part("issue").disabled = false;
  if (!issued) return;
  part("url").value = issued.url;
  part("open").href = issued.url.replace(/^https?:/, "webcal:");
  part("issued").hidden = false;
  part("url").select();
  say("");
  await list();
}

async function copy() {
  part("url").select();
  try {
    await navigator.clipboard.writeText(part("url").value);
    say(words.copied);
  } catch {
    document.execCommand("copy");
  }
}

async function list() {
  const links = await attempt(() => ask(`${calendar.path}?site_id=${site}`));
  if (!links) return;
  const alive = links.filter((link) => calendar.isOwn(link) && link.revoked_at === null);
  part("links").replaceChildren(...alive.map(item));
  if (alive.length === 0) part("links").append(make("li", "", words.no_links));
}

function moment(link) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  return format.format(new Date(link.created_at));
}

function item(link) {
  const button = make("button", "", words.revoke);
  button.type = "button";
  button.addEventListener("click", async () => {
    if (await attempt(() => ask(`${calendar.path}/${link.id}`, { method: "DELETE" }))) {
      part("issued").hidden = true;
      await list();
      say(words.revoked);
    }
  });
  return make("li", "", calendar.text(link), button);
}
