import { showDay, startCharts } from "./charts.js";
import { ofAgent, ofDrills, openFeed, startFeed } from "./feed.js";
import { startGrid } from "./grid.js";
import { startMissing } from "./missing.js";
import { startProgramme } from "./programme.js";
import { startService } from "./service.js";

startCharts();
startFeed();
startMissing();
startProgramme({ onFeed: () => openFeed(ofDrills()) });
startService();
startGrid({ onFeed: (agent) => openFeed(ofAgent(agent)), onDay: showDay });
