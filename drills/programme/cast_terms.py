"""What makes one cast better than another, counted over finished drills."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from drills.programme.entry import Entry
from drills.programme.question import Question
from drills.roles import Role
from forecasting.messages import N_

LED_ROLES = (Role.COMMANDER, Role.EVALUATOR, Role.CONTROLLER)
ROLES = (*LED_ROLES, Role.PLAYER)
LOOKED_BACK = timedelta(days=365)
STEPS = (1, 2)  # a third drill of one person counts twice, so that two people with two each come before it


class CastTerm(StrEnum):
    """The aims by which casts are compared that keep as many obligations."""

    CHANGES = "changes"
    LEADERS = "leaders"
    COMMANDERS = "commanders"
    TEAMS = "teams"
    FAMILIES = "families"
    ROLES = "roles"
    NAMED = "named"

    @property
    def label(self) -> str:
        """Marked words for tables."""
        return _TERMS[self]


_TERMS = {
    CastTerm.CHANGES: N_("people and teams who were told otherwise"),
    CastTerm.LEADERS: N_("drills above one a leader"),
    CastTerm.COMMANDERS: N_("commands above one a leader"),
    CastTerm.TEAMS: N_("most drills of one team"),
    CastTerm.FAMILIES: N_("kinds of incident that a team never met"),
    CastTerm.ROLES: N_("roles that a team never had"),
    CastTerm.NAMED: N_("people and teams named"),
}
WEIGHTS: Mapping[CastTerm, int] = {
    CastTerm.CHANGES: 1000,
    CastTerm.LEADERS: 10,
    CastTerm.COMMANDERS: 12,
    CastTerm.TEAMS: 4,
    CastTerm.FAMILIES: 6,
    CastTerm.ROLES: 5,
    CastTerm.NAMED: 1,
}


def cast_terms(
    entries: Sequence[Entry], before: Mapping[str, Entry], others: Sequence[Entry], question: Question
) -> dict[CastTerm, int]:
    """Return the soft aims over finished *entries*, counted anew; *before* has those that were told, *others* stand as they are."""
    earlier = [one for one in others if one.day >= question.first - LOOKED_BACK]
    every = [*earlier, *entries]
    shares = [share for entry in every for share in entry.shares]
    leaders = [leader.agent for leader in question.leaders]
    return {
        CastTerm.CHANGES: sum(
            _difference(before[entry.id], entry) for entry in entries if entry.id in before and before[entry.id].shares
        ),
        CastTerm.LEADERS: sum(
            _above(sum(s.agent == agent and s.role in LED_ROLES for s in shares)) for agent in leaders
        ),
        CastTerm.COMMANDERS: sum(
            _above(sum(s.agent == agent and s.role is Role.COMMANDER for s in shares)) for agent in leaders
        ),
        CastTerm.TEAMS: max((sum(plays(entry, team) for entry in every) for team in question.teams), default=0),
        CastTerm.FAMILIES: sum(
            not any(family in entry.families and plays(entry, team) for entry in every)
            for team in question.teams
            for family in question.families
        ),
        CastTerm.ROLES: sum(
            not any((share.team, share.role) == (team, role) for share in shares)
            for team in question.teams
            for role in ROLES
        ),
        CastTerm.NAMED: sum(len(entry.shares) + (entry.without is not None) for entry in entries),
    }


def _difference(before: Entry, after: Entry) -> int:
    left_out = {before.without} ^ {after.without}
    return len(set(before.shares) ^ set(after.shares)) + len(left_out - {None})


def _above(count: int) -> int:
    return sum(max(0, count - usual) for usual in STEPS)


def plays(entry: Entry, team: str) -> bool:
    """Tell whether *team* has players in *entry*."""
    return any(share.role is Role.PLAYER and share.team == team for share in entry.shares)
