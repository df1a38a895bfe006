/* The drills of the year: planned when asked for, subscribed to. */
import { ask, fill, site, words } from "./page.js";

const MONTHS = 12;

export function startProgramme({ onFeed }) {
  document.getElementById("programme-feed")?.addEventListener("click", onFeed);
  document.getElementById("programme-plan")?.addEventListener("click", plan);
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
