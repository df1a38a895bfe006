import { showDay, startCharts } from "./charts.js";
import { openFeed, startFeed } from "./feed.js";
import { startGrid } from "./grid.js";

startCharts();
startFeed();
startGrid({ onFeed: openFeed, onDay: showDay });
