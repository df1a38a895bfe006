"""A small centre for programmes: two kinds of incident, two teams, and few open days, so that all programmes can be tried."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from drills.incidents import Family, Level, Scope
from drills.notes import Note
from drills.programme.entry import Entry, Loss, LossSource, State
from drills.programme.months import days_between
from drills.programme.obligation import Choice
from drills.programme.prices import RuleOfThumb
from drills.programme.question import Leader, Policy, Question
from drills.roles import Form
from scheduler.agents import AgentId

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 3, 2)
NOW = datetime(2026, 2, 1, tzinfo=UTC)
OUTAGE, SURGE = Family.SYSTEM_OUTAGE, Family.COMPLAINT_SURGE
LEVELS = (Level.II, Level.III)
KINDS: Mapping[Choice, tuple[Level, ...]] = {
    **{Choice((family,), Scope.SINGLE, form): LEVELS for family in (OUTAGE, SURGE) for form in Form},
    Choice((SURGE, OUTAGE), Scope.COMBINED, Form.FUNCTIONAL): LEVELS,
}
CLOSED = Note("closed for the test")


def day(number: int) -> date:
    """Return the day *number* days after the first of the programme; negative ones lie before it."""
    return FIRST + timedelta(days=number)


def held(
    number: int,
    form: Form = Form.TABLETOP,
    families: tuple[Family, ...] = (OUTAGE,),
    *,
    state: State = State.HELD,
    name: str | None = None,
) -> Entry:
    """Return a drill *number* days after the first day of the programme."""
    scope = Scope.SINGLE if len(families) == 1 else Scope.COMBINED
    return Entry(
        name or f"D{number}", day(number), families, scope, form, Level.III, state, loss=Loss(50, LossSource.DEFAULT)
    )


def leader(name: str, team: str = "phone", away: Iterable[date] = ()) -> Leader:
    """Return somebody who may command."""
    return Leader(AgentId(name), name, team, frozenset(away))


def question(
    open_days: Iterable[int] | None = None,
    days: int = 30,
    *,
    kinds: Mapping[Choice, tuple[Level, ...]] = KINDS,
    policy: Policy | None = None,
    **rest: object,
) -> Question:
    """Return a question for *days* days of which the *open_days*, all where None, may have drills."""
    last = day(days - 1)
    is_open = set(range(days) if open_days is None else open_days)
    closed = {one: CLOSED for number, one in enumerate(days_between(FIRST, last)) if number not in is_open}
    values = {"teams": ("phone", "chat"), "prices": RuleOfThumb(20), "closed": closed, **rest}
    return Question("Harbour", ZONE, FIRST, last, kinds, policy=policy or Policy(work=1.0, cast_work=1.0), **values)  # type: ignore[arg-type]  # of the builder's callers
