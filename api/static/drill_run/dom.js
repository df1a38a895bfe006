/* Parts of the page: made, shown again without losing what somebody is typing, and times as people read them. */
import { fill, language, make, words } from "/static/console/page.js";

export { fill, language, make };

const chinese = language.startsWith("zh");
export const content = document.getElementById("content");
export const drill = content.dataset.drill;
const zone = content.dataset.zone;

/* A text in both languages, or one as it was typed. */
export function text(said) {
  if (said === null || said === undefined) return "";
  return typeof said === "string" ? said : said[chinese ? "zh" : "en"];
}

export function byId(id) {
  return document.getElementById(id);
}

/* A button that does *act*; *key* lets it keep the focus when its part of the page is shown again. */
export function button(label, key, act, classes = "") {
  const element = make("button", classes, label);
  element.type = "button";
  element.dataset.key = key;
  element.addEventListener("click", act);
  return element;
}

export function choice(key, options, label) {
  const element = make("select", "", ...options.map(([value, name]) => new Option(name, value)));
  element.dataset.key = key;
  element.setAttribute("aria-label", label);
  return element;
}

export function input(key, label) {
  const element = make("input");
  element.dataset.key = key;
  element.maxLength = 4000;
  element.autocomplete = "off";
  element.placeholder = label;
  element.setAttribute("aria-label", label);
  return element;
}

/* Show *children* in *place*; what is typed, chosen, open or in focus stays so, by the keys of the parts. */
export function show(place, children) {
  const kept = new Map();
  for (const part of place.querySelectorAll("[data-key]")) kept.set(part.dataset.key, part);
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...children);
  for (const part of place.querySelectorAll("[data-key]")) {
    const before = kept.get(part.dataset.key);
    if (!before) continue;
    if (part.tagName === "DETAILS") part.open = before.open;
    if (part.tagName === "INPUT") part.value = before.value;
    if (part.tagName === "SELECT" && [...part.options].some((option) => option.value === before.value)) part.value = before.value;
    if (part.dataset.key === focused) part.focus({ preventScroll: true });
  }
}

/* Minutes and seconds, hours where there are any. */
export function clock(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  return ms <= -1000 ? `−${shown}` : shown;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/* An instant on the clock of the site. */
export function moment(instant, withDay = false) {
  const day = withDay ? { month: "short", day: "numeric", weekday: "short" } : { second: "2-digit" };
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, ...day }).format(new Date(instant));
}

/* Names as one list, and something said or done by somebody, as the reader's language puts them. */
export function listed(names) {
  return names.length ? names.join(words.between) : words.nobody;
}

export function of(who, what) {
  return fill(words.who_what, { who, what });
}

export function badge(label, kind = "") {
  return make("span", `badge ${kind}`.trim(), label);
}
