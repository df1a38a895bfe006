import { showDay, startCharts } from "./charts.js";
import { openFeed, startFeed } from "./feed.js";
import { startGrid } from "./grid.js";
import { startService } from "./service.js";

startCharts();
startFeed();
startService();
startGrid({ onFeed: openFeed, onDay: showDay });
