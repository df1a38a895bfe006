/* The drills of the year: planned when asked for, subscribed to. */
import { ask, fill, site, words } from "./page.js";

const MONTHS = 12;
const LOOKS = 24;
const LOOK_AGAIN_MS = 5000;

export function startProgramme({ onFeed }) {
  document.getElementById("programme-feed")?.addEventListener("click", onFeed);
  const button = document.getElementById("programme-plan");
  button?.addEventListener("click", plan);
  if (button) look(button, LOOKS);
  document.getElementById("drill-make")?.addEventListener("click", makeDrill);
}

/* Show a programme that somebody else plans while the page is open. */
function look(button, left) {
  setTimeout(async () => {
    if (button.disabled) return;
    const found = document.hidden ? [] : await ask(`/api/v1/drill-programmes?site_id=${site}`).catch(() => []);
    if (found.length) window.location.reload();
    else if (left > 1) look(button, left - 1);
  }, LOOK_AGAIN_MS);
}

function plan({ target }) {
  const body = { site_id: site, first_day: target.dataset.first, months: MONTHS };
  return change(target, "programme", words.planning, "/api/v1/drill-programmes", body);
}

function makeDrill({ target }) {
  const path = `/api/v1/drill-programmes/${target.dataset.programme}/drills`;
  return change(target, "drill", words.making, path, { drill: target.dataset.drill });
}

/* Ask for a change that a section shows, and show the page anew at that section. */
async function change(button, section, waiting, path, asked) {
  const state = document.getElementById(`${section}-state`);
  button.disabled = true;
  state.textContent = waiting;
  try {
    await ask(path, { method: "POST", body: JSON.stringify(asked) });
    window.location.hash = section;
    window.location.reload();
  } catch (error) {
    state.textContent = fill(words.failed, { reason: error.message });
    button.disabled = false;
  }
}
