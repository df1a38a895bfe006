"""A new drill: a scenario drawn from a seed, a window that keeps its cover, and the people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from drills.availability import HEAD_TOLERANCE
from drills.drill import Drill
from drills.errors import RequestError
from drills.incidents import Family, Level
from drills.notes import Note
from drills.placement import Placement, Search
from drills.reservation import cover_in, with_drill
from drills.roles import Form
from drills.scenario.files import library
from drills.scenario.frozen import Scenario
from drills.scenario.generator import generate
from drills.scenario.streams import favourite
from drills.scenario.team_names import refuse_unknown_teams
from drills.scenario.templates import Template
from drills.timing import Timing
from drills.windows.finder import find_windows
from drills.windows.wishes import USUAL, Wishes
from forecasting.messages import N_, Sentence, joined
from scheduler.instance import Instance
from scheduler.roster import Roster

FindWindows = Callable[[Scenario, Roster, Instance, Timing, Wishes], Search]


def new_drill(
    family: Family,
    seed: int,
    roster: Roster,
    instance: Instance,
    *,
    form: Form = Form.TABLETOP,
    level: Level | None = None,
    announced: bool = True,
    templates: Sequence[Template] | None = None,
    timing: Timing | None = None,
    planned: Iterable[Drill] = (),
    wishes: Wishes = USUAL,
    find: FindWindows = find_windows,
) -> Drill:
    """Return a drill of *family* drawn from *seed* and placed where every slot of *roster* keeps its required heads.

    *templates* are by default those of the product; the rest as in :func:`placed_drill`. Same seed, templates and data:
    the same drill. Raises RequestError for what no template offers, NoWindowError where no window keeps its cover,
    ScenarioError where a template makes no exercise.
    """
    scenario = scenario_of(family, seed, form, level, templates)
    return placed_drill(
        scenario,
        f"{family.value}-{seed}",
        roster,
        instance,
        announced=announced,
        timing=timing,
        planned=planned,
        wishes=wishes,
        find=find,
    )


def placed_drill(
    scenario: Scenario,
    name: str,
    roster: Roster,
    instance: Instance,
    *,
    announced: bool = True,
    timing: Timing | None = None,
    planned: Iterable[Drill] = (),
    wishes: Wishes = USUAL,
    find: FindWindows = find_windows,
) -> Drill:
    """Return the drill called *name* of *scenario*, placed where every slot of *roster* keeps its required heads.

    *planned* are the drills that have their people already, whether they stand in *roster* or not. *find* searches the
    windows; by default heads are looked at, not service. Raises NoWindowError where no window keeps its cover, InputError where
    the scenario names teams in which the site has nobody.
    """
    if roster.grid != instance.grid:
        raise RequestError(Sentence(N_("the roster and the requirement do not cover the same days and slots")))
    refuse_unknown_teams(scenario, (agent.team for agent in instance.agents))
    busy, others = roster, tuple(planned)
    for drill in others:
        busy = with_drill(busy, drill)
    wishes = replace(wishes, history=wishes.history.with_planned(others))
    timing = timing or Timing()
    search = find(scenario, busy, instance, timing, wishes)
    if timing.starts is not None and not search.placements and not search.refusals:
        start = timing.starts.astimezone(instance.grid.zone).isoformat(timespec="minutes")
        template = N_(
            "no drill can begin at {start}: no slot begins then, or it is outside of the roster or the hours for drills"
        )
        raise RequestError(Sentence(template, start=start))
    place = search.best()
    away = tuple(dict.fromkeys(seat.agent for seat in place.cast.seats))
    cover = cover_in(place.window, away, busy, instance)
    if any(team.least_spare < -HEAD_TOLERANCE for team in cover):  # counted a second time, by the scheduler's own count
        raise RequestError(
            Sentence(N_("the window at {start} does not keep its cover"), start=place.window.local_start.isoformat())
        )
    return Drill(
        id=name,
        scenario=scenario,
        window=place.window,
        seats=place.cast.seats,
        cover=cover,
        announced=announced,
        notes=(*place.cast.notes, *_costs(place)),
    )


def _costs(place: Placement) -> tuple[Note, ...]:
    """Return what *place* is expected to cost live service, as a note of the drill; nothing where that is not known."""
    if place.cost is None:
        return ()
    template = N_(
        "live service is expected to lose {points} percentage points while people are away, in one case of ten more than {worst}; "
        "every queue stays above its floor with a probability of {chance}"
    )
    cost = place.cost
    values = {"points": f"{cost.points:.1f}", "worst": f"{cost.points_p10:.1f}", "chance": f"{cost.chance:.0%}"}
    return (Note(template, values),)


def scenario_of(
    family: Family,
    seed: int,
    form: Form = Form.TABLETOP,
    level: Level | None = None,
    templates: Sequence[Template] | None = None,
) -> Scenario:
    """Return the scenario of *family* that *seed* draws; *templates* are by default those of the product.

    Raises RequestError for what no template offers, ScenarioError where a template makes no exercise.
    """
    return generate(_template(family, seed, form, level, templates), seed, form, level)


def _template(
    family: Family, seed: int, form: Form, level: Level | None, templates: Sequence[Template] | None
) -> Template:
    of_family = [item for item in (library() if templates is None else templates) if item.family is family]
    fitting = {item.id: item for item in of_family if form in item.minutes and (level is None or item.path_to(level))}
    if not fitting:
        wanted = Sentence(N_("a {form} drill"), form=form)
        if level is not None:
            wanted = Sentence(N_("a {form} drill of level {level}"), form=form, level=level.name)
        offers = [
            Sentence(
                N_("{template}: {forms}, levels {levels}"),
                template=item.id,
                forms=", ".join(item.minutes),
                levels=", ".join(sorted({path.worst.name for path in item.levels})),
            )
            for item in of_family
        ]
        raise RequestError(
            Sentence(
                N_("no template of {family} offers {wanted}; there are {offers}"),
                family=family,
                wanted=wanted,
                offers=joined(offers or [N_("none")]),
            )
        )
    return fitting[favourite(seed, "template", fitting)]
