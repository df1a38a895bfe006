/* Who is missing in the roster, and why: looked for when asked. */
import { ask, fill, make, roster, words } from "./page.js";

const CLASSES = ["", "nowrap", "num", "nowrap", "num", "num", "reason"];

export function startMissing() {
  const start = document.getElementById("missing-start");
  const state = document.getElementById("missing-state");

  async function look() {
    start.disabled = true;
    state.textContent = words.loading;
    try {
      const told = await ask(`/console/rosters/${roster}/missing`);
      state.textContent = told.note;
      document
        .getElementById("missing-rows")
        .replaceChildren(...told.rows.map((row) => make("tr", "", ...row.map((text, place) => make("td", CLASSES[place], text)))));
      document.getElementById("missing-found").hidden = !told.rows.length;
      start.hidden = true;
    } catch (error) {
      state.textContent = fill(words.failed, { reason: error.message });
      start.disabled = false;
    }
  }
  start.addEventListener("click", look);
}
