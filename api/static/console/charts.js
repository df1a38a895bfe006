/* The forecast's and the coverage's charts: fetched when they come into sight, again when another queue or team is chosen. */
import { ask, fill, language, roster, words } from "./page.js";

function fetched(kind, select, places) {
  const answers = new Map();
  const figures = () => {
    const choice = select.value;
    if (!answers.has(choice)) {
      const query = new URLSearchParams({ [kind === "forecast" ? "queue" : "team"]: choice });
      answers.set(choice, ask(`/console/rosters/${roster}/${kind}?${query}`));
    }
    return answers.get(choice);
  };
  const drawn = new Set();
  async function draw(place) {
    const element = document.getElementById(places[place]);
    const choice = select.value;
    try {
      const figure = (await figures())[place];
      if (choice === select.value) await WatchbillCharts.draw(element, figure);
    } catch (error) {
      answers.delete(choice);
      element.textContent = fill(words.failed, { reason: error.message });
    }
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      drawn.add(entry.target.dataset.place);
      draw(entry.target.dataset.place);
    }
  }, { rootMargin: "400px" });
  for (const [place, id] of Object.entries(places)) {
    const element = document.getElementById(id);
    element.dataset.place = place;
    watcher.observe(element);
  }
  select.addEventListener("change", () => drawn.forEach(draw));
}

/* Show one local day, a date such as 2026-11-11, in the charts that run along time. */
export function showDay(day) {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  const range = [`${day}T00:00`, `${end.toISOString().slice(0, 10)}T00:00`];
  for (const id of ["forecast-slots", "coverage-slots"]) {
    const element = document.getElementById(id);
    if (element.data) Plotly.relayout(element, { "xaxis.range": range });
  }
}

export function startCharts() {
  WatchbillCharts.speak(language, words.plotly);
  fetched("forecast", document.getElementById("queue"), { days: "forecast-days", slots: "forecast-slots" });
  fetched("coverage", document.getElementById("team"), { slots: "coverage-slots", heatmap: "coverage-heatmap" });
}
