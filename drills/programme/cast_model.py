"""Who takes part in the drills of a year: leaders by name, players by team, and who is left out once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from drills.programme.cast_terms import LED_ROLES, LOOKED_BACK, ROLES, STEPS, WEIGHTS, CastTerm, plays
from drills.programme.course_model import TEAMS_A_DRILL, Linear
from drills.programme.entry import Entry, Share
from drills.programme.months import quarter_of
from drills.programme.obligation import Due
from drills.programme.question import Question
from drills.programme.subjects import LeaderTakesPart, TeamTakesPart
from drills.programme.yearly import Yearly
from drills.roles import Role
from scheduler.agents import AgentId

UNMET = 50_000  # points: an obligation is worth any number of changes


@dataclass(frozen=True, slots=True)
class Place:
    """A drill to be cast; *free* are the people who can leave then, None where nobody knows yet."""

    entry: Entry
    free: frozenset[AgentId] | None = None


class CastModel:
    """Who sits where in the drills at *places*; *others* stand as they are, held or fixed.

    Those that were *told* already change as little as possible.
    """

    def __init__(
        self,
        question: Question,
        places: Sequence[Place],
        others: Sequence[Entry],
        dues: Sequence[tuple[Yearly, Due]],
    ) -> None:
        self.model = cp_model.CpModel()
        self.question, self.places = question, tuple(places)
        self.others = tuple(entry for entry in others if entry.day >= question.first - LOOKED_BACK)
        self.led = {
            (place.entry.id, leader.agent, role): self.model.new_bool_var(f"{place.entry.id} {leader.agent} {role}")
            for place in self.places
            for leader in question.leaders
            if place.entry.day not in leader.away and (place.free is None or leader.agent in place.free)
            for role in LED_ROLES
        }
        self.players = {
            (place.entry.id, team): self.model.new_bool_var(f"{place.entry.id} {team}")
            for place in self.places
            for team in question.teams
        }
        self.out = {
            (place.entry.id, agent): self.model.new_bool_var(f"{place.entry.id} without {agent}")
            for place in self.places
            for agent in key_people(question)
        }
        self.unmet: dict[Due, cp_model.IntVar] = {}
        self.uncommanded: list[cp_model.IntVar] = []
        self._post_seats()
        self._post_cap()
        self._post_dues(dues)

    def aim(self) -> Linear:
        """Return what is to be least: what is not met, then the weighed soft aims."""
        soft = sum(WEIGHTS[term] * value for term, value in self.terms().items())
        lacking = sum(self.unmet.values(), start=0) + sum(self.uncommanded, start=0)
        return UNMET * lacking + soft

    def shares(self, entry: Entry, solver: cp_model.CpSolver) -> tuple[Share, ...]:
        """Return the parts of *entry* as *solver* found them."""
        teams = {leader.agent: leader.team for leader in self.question.leaders}
        led = [
            Share(role, teams[agent], agent)
            for (drill, agent, role), switch in self.led.items()
            if drill == entry.id and solver.boolean_value(switch)
        ]
        players = [
            Share(Role.PLAYER, team)
            for (drill, team), switch in self.players.items()
            if drill == entry.id and solver.boolean_value(switch)
        ]
        return tuple(sorted([*led, *players], key=lambda one: (ROLES.index(one.role), one.team, one.agent or "")))

    def cast(self, solver: cp_model.CpSolver) -> tuple[Entry, ...]:
        """Return the drills with their people."""
        return tuple(
            replace(place.entry, shares=self.shares(place.entry, solver), without=self._without(place.entry, solver))
            for place in self.places
        )

    def _without(self, entry: Entry, solver: cp_model.CpSolver) -> AgentId | None:
        chosen = (
            agent for (drill, agent), switch in self.out.items() if drill == entry.id and solver.boolean_value(switch)
        )
        return next(chosen, None)

    def _taking_part(self, drill: str, agent: AgentId) -> Linear:
        return sum((self.led[drill, agent, role] for role in LED_ROLES if (drill, agent, role) in self.led), start=0)

    def _in_role(self, drill: str, role: Role) -> Linear:
        return sum(
            (switch for (one, _agent, held), switch in self.led.items() if (one, held) == (drill, role)), start=0
        )

    def _post_seats(self) -> None:
        for place in self.places:
            drill = place.entry.id
            able = {agent for one, agent, _role in self.led if one == drill}
            if able:
                nobody = self.model.new_bool_var(f"{drill} without commander")
                self.uncommanded.append(nobody)
                self.model.add(self._in_role(drill, Role.COMMANDER) + nobody == 1)
            for role in LED_ROLES[1:]:
                self.model.add(self._in_role(drill, role) <= 1)
            for agent in able:
                self.model.add(self._taking_part(drill, agent) <= 1)
            teams = sum(self.players[drill, team] for team in self.question.teams)
            self.model.add_linear_constraint(teams, 1, TEAMS_A_DRILL[place.entry.form])
            left_out = [switch for (one, _agent), switch in self.out.items() if one == drill]
            self.model.add(sum(left_out, start=0) <= 1)
            for (one, agent), switch in self.out.items():
                if one == drill:
                    self.model.add(switch + self._taking_part(drill, agent) <= 1)

    def _post_cap(self) -> None:
        most = self.question.policy.most_a_quarter
        for quarter in sorted({quarter_of(place.entry.day) for place in self.places}):
            drills = [place.entry.id for place in self.places if quarter_of(place.entry.day) == quarter]
            for leader in self.question.leaders:
                known = sum(leader.agent in one.people for one in self.others if quarter_of(one.day) == quarter)
                there = sum((self._taking_part(drill, leader.agent) for drill in drills), start=0)
                if not isinstance(there, int):
                    self.model.add(there <= max(0, most - known))

    def _post_dues(self, dues: Iterable[tuple[Yearly, Due]]) -> None:
        for owed, due in dues:
            drills = [place.entry.id for place in self.places if due.opens <= place.entry.day <= due.closes]
            self.unmet[due] = self.model.new_bool_var(f"unmet {due.obligation} {due.closes}")
            self.model.add(sum((self._meets(owed, drill) for drill in drills), start=0) + self.unmet[due] >= 1)

    def _meets(self, owed: Yearly, drill: str) -> Linear:
        subject = owed.subject
        if isinstance(subject, LeaderTakesPart):
            return self._taking_part(drill, subject.agent)
        if isinstance(subject, TeamTakesPart):
            return self._of_team(drill, subject.team)
        return sum((switch for (one, _agent), switch in self.out.items() if one == drill), start=0)

    def _of_team(self, drill: str, team: str) -> Linear:
        leaders = (leader.agent for leader in self.question.leaders if leader.team == team)
        return self.players[drill, team] + sum((self._taking_part(drill, agent) for agent in leaders), start=0)

    def terms(self) -> dict[CastTerm, Linear]:
        """Return the soft aims; ``cast_terms`` counts them over finished casts."""
        return {
            CastTerm.CHANGES: self._changes(),
            CastTerm.LEADERS: sum((self._above_one(leader.agent, LED_ROLES) for leader in self.question.leaders), 0),
            CastTerm.COMMANDERS: sum(
                (self._above_one(leader.agent, LED_ROLES[:1]) for leader in self.question.leaders), 0
            ),
            CastTerm.TEAMS: self._most_of_a_team(),
            CastTerm.FAMILIES: self._families_not_met(),
            CastTerm.ROLES: self._roles_not_had(),
            CastTerm.NAMED: sum(self.led.values(), 0) + sum(self.players.values(), 0) + sum(self.out.values(), 0),
        }

    def _changes(self) -> Linear:
        total: Linear = 0
        for place in self.places:
            if not place.entry.shares:
                continue
            for told, switch in self._told(place.entry):
                total = total + (1 - switch if told else switch)
            known = {share for share, _switch in self._all_shares(place.entry.id)}
            total = total + len({(share.role, share.team, share.agent) for share in place.entry.shares} - known)
        return total

    def _told(self, entry: Entry) -> Iterator[tuple[bool, cp_model.IntVar]]:
        """Yield for each switch of *entry* whether it was on when the drill was told."""
        shares = {(share.role, share.team, share.agent) for share in entry.shares}
        yield from ((share in shares, switch) for share, switch in self._all_shares(entry.id))
        yield from ((agent == entry.without, switch) for (one, agent), switch in self.out.items() if one == entry.id)

    def hint(self) -> None:
        """Begin the search with the casts that were told."""
        for place in self.places:
            for told, switch in self._told(place.entry) if place.entry.shares else ():
                self.model.add_hint(switch, told)

    def _all_shares(self, drill: str) -> list[tuple[tuple[Role, str, AgentId | None], cp_model.IntVar]]:
        teams = {leader.agent: leader.team for leader in self.question.leaders}
        led = [((role, teams[agent], agent), switch) for (one, agent, role), switch in self.led.items() if one == drill]
        players = [((Role.PLAYER, team, None), switch) for (one, team), switch in self.players.items() if one == drill]
        return [*led, *players]

    def _above_one(self, agent: AgentId, roles: Sequence[Role]) -> Linear:
        there = sum((switch for (_d, one, role), switch in self.led.items() if one == agent and role in roles), start=0)
        known = sum(share.agent == agent and share.role in roles for one in self.others for share in one.shares)
        total: Linear = 0
        for usual in STEPS:
            above = self.model.new_int_var(0, len(self.places) + known, f"above {usual} {agent}")
            self.model.add(above >= there + known - usual)
            total = total + above
        return total

    def _most_of_a_team(self) -> cp_model.IntVar:
        most = self.model.new_int_var(0, len(self.places) + len(self.others), "most of a team")
        for team in self.question.teams:
            known = sum(
                any(share.role is Role.PLAYER and share.team == team for share in one.shares) for one in self.others
            )
            self.model.add(most >= known + sum(self.players[place.entry.id, team] for place in self.places))
        return most

    def _families_not_met(self) -> Linear:
        total: Linear = 0
        for team in self.question.teams:
            for family in self.question.families:
                there = [self.players[p.entry.id, team] for p in self.places if family in p.entry.families]
                known = any(family in one.families and plays(one, team) for one in self.others)
                if not known:
                    total = total + self._none_of(there)
        return total

    def _roles_not_had(self) -> Linear:
        total: Linear = 0
        of_team: defaultdict[tuple[str, Role], list[cp_model.IntVar]] = defaultdict(list)
        teams = {leader.agent: leader.team for leader in self.question.leaders}
        for (_drill, agent, role), switch in self.led.items():
            of_team[teams[agent], role].append(switch)
        for (_drill, team), switch in self.players.items():
            of_team[team, Role.PLAYER].append(switch)
        for team in self.question.teams:
            for role in ROLES:
                if not any((share.team, share.role) == (team, role) for one in self.others for share in one.shares):
                    total = total + self._none_of(of_team[team, role])
        return total

    def _none_of(self, switches: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
        missing = self.model.new_bool_var("none of them")
        self.model.add(missing + sum(switches, start=0) >= 1)
        return missing


def key_people(question: Question) -> tuple[AgentId, ...]:
    """Return the people of whom a drill leaves one out once a year."""
    return question.key_people or tuple(leader.agent for leader in question.leaders)
