/* The dialog that issues and revokes links to an agent's calendar. */
import { ask, fill, language, make, site, words, zone } from "./page.js";

const part = (name) => document.getElementById(`feed-${name}`);
let agent;

export function startFeed() {
  part("issue").addEventListener("click", issue);
  part("copy").addEventListener("click", copy);
}

export async function openFeed(chosen) {
  agent = chosen;
  part("title").textContent = fill(words.calendar_of, { name: agent.name });
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
  const body = JSON.stringify({ site_id: site, agent: agent.id, language: part("language").value });
  part("issue").disabled = true;
  const issued = await attempt(() => ask("/api/v1/feeds", { method: "POST", body }));
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
  const links = await attempt(() => ask(`/api/v1/feeds?site_id=${site}`));
  if (!links) return;
  const alive = links.filter((link) => link.agent === agent.id && link.revoked_at === null);
  part("links").replaceChildren(...alive.map(item));
  if (alive.length === 0) part("links").append(make("li", "", words.no_links));
}

function item(link) {
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(link.created_at));
  const button = make("button", "", words.revoke);
  button.type = "button";
  button.addEventListener("click", async () => {
    if (await attempt(() => ask(`/api/v1/feeds/${link.id}`, { method: "DELETE" }))) {
      part("issued").hidden = true;
      await list();
      say(words.revoked);
    }
  });
  return make("li", "", fill(words.issued_on, { when }), button);
}
