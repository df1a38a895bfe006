/* The service of the roster: simulated when asked for, shown queue by queue. */
import { ask, fill, make, roster, words } from "./page.js";

export function startService() {
  const start = document.getElementById("service-start");
  const state = document.getElementById("service-state");
  const select = document.getElementById("service-queue");
  let told = null;

  function draw() {
    WatchbillCharts.draw(document.getElementById("service-met"), told.met[select.value]);
    WatchbillCharts.draw(document.getElementById("service-heatmap"), told["service-heat"][select.value]);
  }
  async function simulate() {
    start.disabled = true;
    state.textContent = words.loading;
    try {
      told = await ask(`/console/rosters/${roster}/service`);
      state.textContent = "";
      document.getElementById("service-sentences").replaceChildren(...told.sentences.map((sentence) => make("li", "", sentence)));
      document.getElementById("service-found").hidden = false;
      start.hidden = true;
      select.replaceChildren(...told.queues.map((queue) => make("option", "", queue)));
      document.getElementById("service-choice").hidden = !told.queues.length;
      if (told.queues.length) draw();
    } catch (error) {
      state.textContent = fill(words.failed, { reason: error.message });
      start.disabled = false;
    }
  }
  start.addEventListener("click", simulate);
  select.addEventListener("change", draw);
}
