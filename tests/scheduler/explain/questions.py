"""A fortnight of six people, written down by hand, and twenty-five questions why somebody does not work a shift."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.agents import AgentId, Restriction
from scheduler.explain.why_not import Asking, Verdict
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule
from tests.scheduler.explain.overconstrained import CHINA, DAY, KINDS, LATE, LONG, NIGHT, SHORT, at_least, worker
from tests.scheduler.tiny import centre, line

DAYS = 14
LETTERS = {"D": DAY, "L": LATE, "N": NIGHT, "S": SHORT, "X": LONG, ".": None}
PEOPLE = (
    worker("a", DAY, LATE, NIGHT),
    worker("b", DAY, NIGHT, why=[Restriction.NURSING]),
    worker("c", DAY, LATE, hours=(None, 64), leave=(2, 3)),  # the leave counts as 16 of the 64 hours
    worker("d", SHORT, LONG, in_row=(None, 5)),
    worker("e", NIGHT, DAY),
    worker("f", DAY, NIGHT, in_row=(3, None), off_in_row=(2, None)),
)
LINES = {
    "a": "DDDDD.. DDDDD..",
    "b": "DDDD... DDDD...",
    "c": "DD..D.. DDD....",
    "d": "SSSSS.. .SSSSS.",
    "e": "NNNN... NNNN...",
    "f": "..DDDDD ..DDDDD",
}
WORKED, NOT_OFFERED, FORBIDDEN = Verdict.WORKED, Verdict.NOT_OFFERED, Verdict.FORBIDDEN
OTHER_DAYS, OTHER_PEOPLE, POSSIBLE = Verdict.OTHER_DAYS, Verdict.OTHER_PEOPLE, Verdict.POSSIBLE


def fortnight() -> Instance:
    """Return the question: three heads from eight to five, every day, of whom lunch breaks take none."""
    need = {24 * ahead + hour: 3.0 for ahead in range(DAYS) for hour in (8, 9, 10, 11, 13, 14, 15, 16)}
    return centre(PEOPLE, KINDS, days=DAYS, need=need)


def asking(rules: tuple[Rule, ...] = CHINA) -> Asking:
    """Return the roster of ``LINES``, ready to be asked."""
    instance = fortnight()
    shifts: list[Assignment] = []
    for name, letters in LINES.items():
        kinds = [LETTERS[letter] for letter in letters.replace(" ", "")]
        shifts += line(instance, *kinds, agent=AgentId(name)).assignments
    return Asking(Roster.of(instance.grid, shifts), instance, rules, Objective())


@dataclass(frozen=True)
class Question:
    """Why does *who* not work *kind* on the day *ahead*: *broken* rules as it stands, what *forbids* it whatever
    else they work, which other days are *changed*, what it *costs*."""

    name: str
    who: str
    ahead: int
    kind: str | None
    verdict: Verdict
    broken: tuple[str, ...] = ()
    forbids: str = ""
    changed: tuple[int, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
    rules: tuple[Rule, ...] = CHINA


# A head beyond the three costs 1.25 points an hour, one where none is needed 2; one of three missing costs 22, two 62.
QUESTIONS = (
    Question("the shift is theirs", "a", 0, "day", WORKED),
    Question("any shift of a day they work", "a", 0, None, WORKED),
    Question("not of their contract", "a", 0, "short", NOT_OFFERED),
    Question("nights are nobody's in this contract", "d", 0, "night", NOT_OFFERED),
    Question("a sixth day of eight hours", "a", 5, "day", OTHER_DAYS, ("weekly-hours",), changed=(0,)),
    Question("a sixth day in the second week", "a", 12, "late", OTHER_DAYS, ("weekly-hours",), changed=(9,)),
    Question("a night before a morning", "a", 0, "night", OTHER_DAYS, ("daily-rest",), changed=(1,)),
    Question("a late shift before a morning", "a", 1, "late", OTHER_DAYS, ("daily-rest",), changed=(2,)),
    # one of three is missing in the hour of a break
    Question("a late shift before a free day", "a", 4, "late", POSSIBLE, costs={"shortage": 22, "excess": 4.25}),
    Question("a night before a free day", "a", 4, "night", POSSIBLE, costs={"shortage": 66, "excess": 9.75}),
    Question(
        "a nursing mother at night", "b", 0, "night", FORBIDDEN, ("daily-rest", "no-night-for-protected"), "LL-63"
    ),
    Question("a nursing mother before a free day", "b", 4, "night", FORBIDDEN, ("no-night-for-protected",), "LL-63"),
    Question("a fifth day", "b", 4, "day", POSSIBLE, costs={"shortage": 0, "excess": 13.75}),
    Question("any shift on a free day", "b", 4, None, POSSIBLE, costs={"shortage": 0, "excess": 13.75}),
    Question("the first day of leave", "c", 2, "day", FORBIDDEN, ("leave", "period-hours"), "on 2026-10-07 [site]"),
    Question(
        "the second day of leave", "c", 3, "late", FORBIDDEN, ("daily-rest", "leave", "period-hours"), "2026-10-08"
    ),
    Question("hours of the contract used up", "c", 10, "day", OTHER_DAYS, ("period-hours",), changed=(9,)),
    Question("ten hours", "d", 5, "long", FORBIDDEN, ("daily-hours", "days-in-row", "overtime"), "LL-41"),
    Question("a sixth day in a row", "d", 5, "short", OTHER_DAYS, ("days-in-row",), changed=(0,)),
    Question("the day before five in a row", "d", 7, "short", OTHER_DAYS, ("days-in-row",), changed=(9,)),
    Question("a morning after a night", "e", 4, "day", OTHER_DAYS, ("daily-rest",), changed=(3,)),
    Question("a fifth night", "e", 4, "night", POSSIBLE, costs={"shortage": 0, "excess": 8 * 2}),
    Question("a morning for the first night", "e", 0, "day", POSSIBLE, costs={"shortage": 0, "excess": -2.25}),
    Question("a free day between", "f", 7, "day", OTHER_DAYS, ("days-off-in-row", "weekly-hours"), changed=(9,)),
    Question("the fourth of four", "a", 4, "late", OTHER_PEOPLE, ("heads-on-duty",), rules=at_least(4)),
)
