"""One drill of the year: drawn for its entry in the programme, placed on its day, predicted, played and scored."""

from dataclasses import dataclass, replace

from benchmarks.drills_bench.year_centre import Centre, Day
from benchmarks.drills_bench.year_people import Practised
from drills.cast import leads
from drills.drill import Drill
from drills.errors import NoWindowError
from drills.exercise import Run
from drills.planning import FindWindows, placed_drill
from drills.practice import Circumstances, rehearsed_run
from drills.programme.entry import Entry
from drills.scenario.catalogue import Catalogue
from drills.scenario.frozen import Scenario
from drills.scenario.streams import named_number
from drills.simulation import Crew, Floor, Habits, Prediction, predict, setting_of
from drills.simulation.stage import stage_of
from drills.windows import DrillHistory, Wishes
from drills.windows.finder import find_windows

REHEARSALS, SERVICE_REHEARSALS = 200, 20
ABSENT_SHARE = 0.04  # of the players; their backups come
PAUSED_EVERY = 4  # drills


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """A *drill* ready to be played, by whom and where; *predicted* before it."""

    entry: Entry
    drill: Drill
    crew: Crew
    habits: Habits
    floor: Floor | None
    predicted: Prediction

    def played(self, language: str) -> Run:
        """Return its run; people type in *language*, which changes nothing else."""
        seed = self.entry.seed
        circumstances = Circumstances(
            absent_share=ABSENT_SHARE,
            pauses=int(named_number(seed, "pauses") % PAUSED_EVERY == 0),
            language=language,
            prediction=self.predicted,
        )
        return rehearsed_run(self.drill, seed, self.crew, self.habits, circumstances=circumstances, floor=self.floor)


def scenario_for(entry: Entry, known: Catalogue) -> Scenario:
    """Return the scenario that the seed of *entry* draws of those that offer its kind, with what a re-test has to show where one does."""
    offers = [
        offer
        for offer in known.offers()
        if (offer.scope, set(offer.families)) == (entry.scope, set(entry.families))
        and entry.form in offer.forms
        and (entry.level is None or entry.level in offer.levels)
    ]
    ranked = sorted(offers, key=lambda offer: named_number(entry.seed, "offer", offer.id))
    drawn = [known.draw(offer.id, entry.seed, entry.form, entry.level) for offer in ranked]
    wanted = set(entry.capabilities)
    return max(drawn, key=lambda one: len(wanted & {item.capability for item in one.expectations}))


def staged(entry: Entry, centre: Centre, known: Catalogue, practised: Practised, past: tuple[Drill, ...]) -> Staged:
    """Return the drill of *entry*. Raises NoWindowError where no window of its day keeps its cover.

    Those of the programme's leaders take part whom it names, others where these cannot leave; service is looked at, too, where a window
    keeps it.
    """
    day, scenario = centre.on(entry.day), scenario_for(entry, known)
    history = DrillHistory().with_planned(past)
    left_out = frozenset() if entry.without is None else frozenset({entry.without})
    others = frozenset(agent.id for agent in centre.agents if leads(agent)) - entry.people
    drill = (
        _placed(entry, scenario, day, Wishes(without=left_out | others, history=history), day.find)
        or _placed(entry, scenario, day, Wishes(without=left_out, history=history), day.find)
        or _at_all(entry, scenario, day, Wishes(without=left_out, history=history), find_windows)
    )
    return _predicted(entry, drill, day, centre, practised)


def _placed(entry: Entry, scenario: Scenario, day: Day, wishes: Wishes, find: FindWindows) -> Drill | None:
    try:
        return _at_all(entry, scenario, day, wishes, find)
    except NoWindowError:
        return None


def _at_all(entry: Entry, scenario: Scenario, day: Day, wishes: Wishes, find: FindWindows) -> Drill:
    return placed_drill(
        scenario, entry.id, day.roster, day.instance, announced=entry.announced, wishes=wishes, find=find
    )


def _predicted(entry: Entry, drill: Drill, day: Day, centre: Centre, practised: Practised) -> Staged:
    crew, habits = practised.crew(drill, centre.agents), practised.habits
    setting = None
    if day.floor is not None:
        setting = replace(setting_of(drill, day.floor, centre.agents), crew=crew)
        stage = stage_of(day.floor, setting.first, drill.scenario.minutes)
        usual, shares = stage.usual(drill.scenario.minutes)
        habits = replace(habits, usual_contacts_per_hour=usual, channel_shares=shares)
    told = predict(
        drill.scenario, setting, habits=habits, replications=REHEARSALS, service_replications=SERVICE_REHEARSALS
    )
    return Staged(entry, drill, crew, habits, day.floor, told)
