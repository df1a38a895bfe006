import { showDay, startCharts } from "./charts.js";
import { openFeed, startFeed } from "./feed.js";
import { startGrid } from "./grid.js";
import { startMissing } from "./missing.js";
import { startService } from "./service.js";

startCharts();
startFeed();
startMissing();
startService();
startGrid({ onFeed: openFeed, onDay: showDay });
