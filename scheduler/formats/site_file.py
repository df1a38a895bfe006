"""What a site file says, checked: the site, its people and rules, ready to become a question for the solver."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar, EventRow, EventTable, Phase, event_calendar
from forecasting.containment import Containment
from forecasting.errors import Fault
from forecasting.frames import REQUIREMENT
from forecasting.history.options import HistoryOptions
from forecasting.messages import N_, Sentence, joined
from forecasting.site import Site
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, Team
from scheduler.demand import Demand, Heads
from scheduler.errors import InstanceError, SiteFileError
from scheduler.formats.contracts import ContractTerms
from scheduler.formats.horizon import refuse_impossible
from scheduler.formats.leavers import teams_of_left
from scheduler.formats.opening import OpeningPlan
from scheduler.formats.training import SalesDistance
from scheduler.formats.worked import WorkedBefore, people_untold
from scheduler.instance import Instance
from scheduler.objective.aims import Aims
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.shifts import ShiftKind
from scheduler.skills import Members, set_of
from scheduler.training.courses import Curriculum


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site file as read from *source*.

    Opening hours know no special days until ``with_calendar``. *terms* are the contracts by name, *phases* the
    planner's own events, *yearly* those of every year and those that are absent, *table* the events table beside the file,
    *schools* the region whose vacations count, *closed* the days without service, *floor* the least heads on duty of a team
    (OS-2.1), *history* how its volume files are laid out, *containment* how the share that bots solve moves,
    *skill_sets* people who serve several queues together, none where queues are staffed one by one, *aims* what
    rosters are measured by, *worked* what people have worked before a plan, *quiet_slots* whether backlogs are worked in
    the time that their team's lines leave, *curriculum* who is to be trained in what, *sales_distance* how far training keeps from sales,
    *homes* the teams, with their *home_opening*, where skill sets have taken their place: rules about teams mean them.
    """

    source: str
    site: Site
    teams: tuple[Team, ...]
    kinds: tuple[ShiftKind, ...]
    terms: Mapping[str, ContractTerms]
    agents: tuple[Agent, ...]
    rules: tuple[Rule, ...]
    law: str
    queue_opening: Mapping[str, OpeningPlan]
    team_opening: Mapping[str, OpeningPlan]
    phases: tuple[Phase, ...] = ()
    yearly: tuple[EventRow, ...] = ()
    schools: str = "none"
    table: EventTable = field(default_factory=EventTable)
    containment: tuple[Containment, ...] = ()
    closed: frozenset[date] = frozenset()
    history: HistoryOptions = field(default_factory=HistoryOptions)
    floor: int = 2
    skill_sets: tuple[Members, ...] = ()
    aims: Aims = field(default_factory=Aims)
    worked: WorkedBefore = WorkedBefore()  # noqa: RUF009  # frozen
    quiet_slots: bool = False
    curriculum: Curriculum = Curriculum()  # noqa: RUF009  # frozen
    sales_distance: SalesDistance | None = None
    homes: tuple[Team, ...] = ()
    home_opening: Mapping[str, OpeningPlan] = field(default_factory=dict)

    @property
    def queues_by_team(self) -> dict[str, tuple[str, ...]]:
        """The queues that each team serves."""
        return {team.name: team.queues for team in self.teams}

    def by_skill_set(self) -> "SiteFile":
        """Return this with the skill sets in the place of teams, every agent in the one that they count in.

        Raise SiteFileError naming every agent whom no set takes, every set that takes nobody and those whose people's teams open at
        different hours.
        """
        placed = [set_of(agent, self.skill_sets) for agent in self.agents]
        homes = {
            members.name: [agent.team for agent, found in zip(self.agents, placed, strict=True) if found is members]
            for members in self.skill_sets
        }
        plans = {name: [self.team_opening[team] for team in dict.fromkeys(teams)] for name, teams in homes.items()}
        lost = [str(agent.id) for agent, found in zip(self.agents, placed, strict=True) if found is None]
        faults = [Fault(self.source, N_("no skill set takes the agent"), field="agents", value=agent) for agent in lost]
        for name, found in plans.items():
            if not found:
                faults.append(Fault(self.source, N_("takes no agent"), field="skill_sets", value=name))
            elif any(plan != found[0] for plan in found):
                reason = N_("has people of teams that open at different hours")
                faults.append(Fault(self.source, reason, field="skill_sets", value=name))
        if faults:
            raise SiteFileError(faults)
        return replace(
            self,
            teams=tuple(
                Team(members.name, members.skills.queues, plans[members.name][0].hours) for members in self.skill_sets
            ),
            agents=tuple(
                replace(agent, team=members.name, home=agent.team)
                for agent, members in zip(self.agents, placed, strict=True)
                if members is not None
            ),
            team_opening={name: found[0] for name, found in plans.items()},
            homes=self.teams,
            home_opening=self.team_opening,
        )

    def calendar(self, first: date, last: date) -> EventCalendar:
        """Return the holidays, festivals and the planner's own events of the site from *first* to *last*."""
        site = self.site
        return event_calendar(
            site.holidays,
            site.zone,
            first,
            last,
            self.phases,
            self.closed,
            table=self.table,
            yearly=self.yearly,
            schools=self.schools,
        )

    def curriculum_of(self, grid: TimeGrid) -> Curriculum:
        """Return the curriculum with the days near sales barred, from the first day of *grid* to the end of the last one's year."""
        if self.sales_distance is None or not self.curriculum.courses:
            return self.curriculum
        before, after = timedelta(days=self.sales_distance.before), timedelta(days=self.sales_distance.after)
        first, last = grid.first_day, date(grid.last_day.year, 12, 31)
        sales = self.calendar(first - after, last + before).promotion_days()
        near = {sale + timedelta(days=by) for sale in sales for by in range(-before.days, after.days + 1)}
        return replace(self.curriculum, barred=frozenset(day for day in near if first <= day <= last))

    def with_calendar(self, calendar: EventCalendar) -> "SiteFile":
        """Return this with the public holidays and promotion days of *calendar* as special days (OS-2.3), closed days closed.

        Half-days are shortened, exceptions of every year put on their days.
        """
        special = calendar.promotion_days() | frozenset(calendar.holidays)
        queues, teams, homes = (
            {name: calendar.limited(plan.on(special)) for name, plan in self._closed_too(plans, calendar).items()}
            for plans in (self.queue_opening, self.team_opening, self.home_opening)
        )
        return replace(
            self,
            site=replace(
                self.site, queues=tuple(replace(queue, opening=queues[queue.name]) for queue in self.site.queues)
            ),
            teams=tuple(replace(team, opening=teams[team.name]) for team in self.teams),
            homes=tuple(replace(team, opening=homes[team.name]) for team in self.homes),
        )

    def _closed_too(self, plans: Mapping[str, OpeningPlan], calendar: EventCalendar) -> dict[str, OpeningPlan]:
        return {
            name: plan.between(calendar.first, calendar.last).closed_on(self.closed | calendar.closed)
            for name, plan in plans.items()
        }

    def instance(
        self,
        grid: TimeGrid,
        requirement_by_team: pd.DataFrame | None,
        calendar: EventCalendar,
        *,
        before: Roster | None = None,
        must_be_possible: bool = True,
    ) -> Instance:
        """Return the question of a roster for the days of *grid*.

        People are on leave until they are hired. *requirement_by_team* is laid out as REQUIREMENT with teams as skills; rows outside the horizon are left out, None
        asks for nobody. *before* has the shifts of the days up to the first planned one, where they are known. Raises SiteFileError when a contract cannot be kept on these days, unless *must_be_possible* is
        False (to check a roster that exists), or nothing tells what people worked since the contracts' period began, and
        InstanceError when the frame does not fit the grid or the teams.
        """
        site = self.with_calendar(calendar)
        period_days = grid.days + self.worked.period_days(grid.first_day)
        first = grid.first_day if before is None else before.grid.first_day
        agents = tuple(
            replace(
                agent,
                contract=self.terms[agent.contract.name].for_days(period_days),
                leave=agent.leave | _not_yet_hired(agent, first, grid.last_day),
            )
            for agent in self.agents
        )
        statutory = frozenset(calendar.statutory).intersection(grid.dates())
        demand = Demand(grid, _heads(requirement_by_team, grid, [team.name for team in site.teams]))
        instance = Instance(
            grid,
            site.teams,
            self.kinds,
            agents,
            demand,
            statutory,
            before,
            curriculum=self.curriculum_of(grid),
            left=teams_of_left(before, agents),
            homes=site.homes,
        )
        if self.worked.leads_to(grid.first_day):
            instance = replace(instance, tallies=self.worked.tallies, period_from=self.worked.period_from)
        untold = people_untold(instance)
        if untold is not None:
            raise SiteFileError([Fault(self.source, untold, field="worked")])
        if must_be_possible:
            refuse_impossible(instance, self.rules, self.source, self.terms)
        return instance


def _not_yet_hired(agent: Agent, first: date, last: date) -> frozenset[date]:
    """Return the days from *first* to *last* before *agent* is hired: like leave, nobody works on them and they count as worked."""
    if agent.hired is None or agent.hired <= first:
        return frozenset()
    days = (min(agent.hired, last + timedelta(days=1)) - first).days
    return frozenset(first + timedelta(days=index) for index in range(days))


def _heads(requirement: pd.DataFrame | None, grid: TimeGrid, teams: list[str]) -> dict[str, Heads]:
    heads = {team: np.zeros(grid.n_slots) for team in teams}
    if requirement is None:
        return heads
    REQUIREMENT.check(requirement)
    skills = set(requirement["skill"].unique())
    faults = [
        Sentence(N_("the requirement names {name}, which is no team"), name=name)
        for name in sorted(skills - set(teams))
    ]
    faults += [
        Sentence(N_("the requirement says nothing of team {name}"), name=name) for name in teams if name not in skills
    ]
    elapsed = (requirement["start"] - pd.Timestamp(grid.origin)) / pd.Timedelta(grid.slot_length)
    slots = elapsed.to_numpy(dtype=float)
    if bool(np.any(slots % 1)):
        faults.append(
            Sentence(N_("the requirement has starts between the slots of {minutes} minutes"), minutes=grid.slot_minutes)
        )
    for name, rows in requirement.assign(slot=slots).groupby("skill"):
        steps = np.diff(np.sort(rows["slot"].to_numpy()))
        if steps.size and steps.min() != 1:
            faults.append(
                Sentence(
                    N_("the requirement of {name} is in steps other than {minutes} minutes"),
                    name=name,
                    minutes=grid.slot_minutes,
                )
            )
    if faults:
        raise InstanceError(joined(faults))
    inside = (slots >= 0) & (slots < grid.n_slots)
    for team, values in heads.items():
        mine = inside & (requirement["skill"] == team).to_numpy()
        values[slots[mine].astype(int)] = requirement["scheduled"].to_numpy()[mine]
    return heads
