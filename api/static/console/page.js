/* What the page knows: its words, its language, which roster it shows; and how it asks the service. */
export const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;
const content = document.getElementById("content");
export const site = Number(content.dataset.site);
export const zone = content.dataset.zone;
export const roster = Number(content.dataset.roster);

/* Put values into the places of a sentence. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

export function make(tag, classes = "", ...children) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.append(...children);
  return element;
}

/* Ask the service for JSON; a refusal becomes an Error with the service's own words. */
export async function ask(path, options = {}) {
  const headers = { Accept: "application/json", ...(options.body ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(path, { ...options, headers });
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.title, told.detail].filter(Boolean).join(": "));
  return told;
}
