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

async function plan({ target }) {
  const state = document.getElementById("programme-state");
  target.disabled = true;
  state.textContent = words.planning;
  try {
    const body = JSON.stringify({ site_id: site, first_day: target.dataset.first, months: MONTHS });
    await ask("/api/v1/drill-programmes", { method: "POST", body });
    window.location.hash = "programme";
    window.location.reload();
  } catch (error) {
    state.textContent = fill(words.failed, { reason: error.message });
    target.disabled = false;
  }
}
