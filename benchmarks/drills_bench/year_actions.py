"""What comes of a drill's findings: one action for each objective that was not met, trained within two weeks, closed by a re-test."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from drills.exercise import Order
from drills.improvement import (
    Action,
    ActionStatus,
    Book,
    Finding,
    FindingKind,
    ScoredDrill,
    add_action,
    apply_retests,
    close_action,
    mark_done,
)
from drills.roles import Role
from drills.scenario.acts import Element
from drills.scenario.text import Text
from scheduler.agents import AgentId

AGREED_DAYS, DUE_DAYS = 1, 21  # after the drill
AGREED, CLOSED, DONE_AT = time(18), time(20), time(21)  # of the day
TODO: dict[Element, Text] = {
    Element.PLAN: Text("Write into the plan who sees to it and by when: {what}", "写进预案，明确责任人和时限：{what}"),
    Element.ORGANISATION: Text(
        "Name a first and a second person for it on every shift: {what}", "每个班次明确第一责任人和替补：{what}"
    ),
    Element.EQUIPMENT: Text(
        "Put ready what it takes, contacts, access and texts: {what}", "备好所需的联系方式、权限和话术：{what}"
    ),
    Element.TRAINING: Text(
        "Practise it with everybody who holds the seat, with the case of this drill: {what}",
        "以本次演练为案例，组织该岗位全员练习：{what}",
    ),
    Element.EXERCISE: Text(
        "Change the script so that it can be seen: {what}", "修改演练脚本，使其能够被观察到：{what}"
    ),
}
ONE = Text("“{first}”", "“{first}”")
SEVERAL = Text("“{first}”, and {more} more targets of this objective", "“{first}”，以及本目标的其他 {more} 项")
VERIFICATION = Text(
    "Tested again in a drill of the same kind: what was missed is met, and its ability earns S or better.",
    "在同类事件的演练中复测：未达成的目标已达成，同一能力评为 S 或以上。",
)
DONE = Text("Practised on {day}; list of those who took part attached.", "已于 {day} 组织练习，附参加人员名单。")


def groups(drill: ScoredDrill) -> Iterator[tuple[Finding, ...]]:
    """Yield what one action is about: the unmet targets of an objective rated M or U, or what stands for itself."""
    mended = [finding for finding in drill.findings if finding.must_be_mended]
    for finding in mended:
        if finding.under is None or finding.under not in {one.id for one in mended}:
            yield tuple(one for one in mended if one.under == finding.id) or (finding,)


def agreed(book: Book, drill: ScoredDrill, language: str) -> Book:
    """Return *book* with the actions that are agreed after *drill*, each with an owner and a day."""
    for about in groups(drill):
        today = drill.day + timedelta(days=AGREED_DAYS)
        book = add_action(
            book,
            Order(_at(drill, today, AGREED), owner_of(drill)),
            about,
            _todo(about, drill, language),
            None,
            VERIFICATION.in_language(language),
            owner_name(drill),
            today,
            drill.day + timedelta(days=DUE_DAYS),
        )
    return book


def done(book: Book, drill: ScoredDrill, names: Iterable[str], today: date, language: str) -> Book:
    """Return *book* with the actions called *names* done on *today*, with the evidence for it."""
    for name in names:
        people = "\n".join(sorted(people_of(book.action(name), drill)))
        digest = hashlib.sha256(people.encode()).hexdigest()
        day = Text(today.isoformat(), today.isoformat())
        text = DONE.fill({"day": day}).in_language(language)
        order = Order(_at(drill, today, DONE_AT), owner_of(drill))
        book = mark_done(book, order, name, text, digest, f"{name}-{today.isoformat()}.txt")
    return book


def decided(drill: ScoredDrill) -> Order:
    """Return the order by which actions are closed or opened again after *drill*."""
    return Order(_at(drill, drill.day + timedelta(days=AGREED_DAYS), CLOSED), owner_of(drill))


def judged(book: Book, drills: Sequence[ScoredDrill]) -> Book:
    """Return *book* with what the last of *drills* says of earlier actions: those are closed that it verified, opened again that failed."""
    drill = drills[-1]
    order = decided(drill)
    book = apply_retests(book, order, drills)
    for action in book.actions:
        if action.status is ActionStatus.VERIFIED:
            book = close_action(book, order, action.id)
    return book


def people_of(action: Action, drill: ScoredDrill) -> frozenset[AgentId]:
    """Return who is trained: those of *drill* who sat in the seats of what was not met, all players where it was none of a seat."""
    scenario = drill.run.scenario
    of = {finding.of for finding in action.findings if finding.kind is FindingKind.TARGET}
    seats = {item.seat for item in scenario.expectations if item.id in of} or {seat.id for seat in scenario.seats}
    return frozenset(seat.agent for seat in drill.run.drill.seats if seat.player_seat in seats)


def owner_of(drill: ScoredDrill) -> str:
    """Return who sees to it, by id: who led the drill's response."""
    return next(str(seat.agent) for seat in drill.run.drill.seats if seat.role is Role.COMMANDER)


def owner_name(drill: ScoredDrill) -> str:
    """Return the name of who sees to it."""
    return next(seat.name for seat in drill.run.drill.seats if seat.role is Role.COMMANDER)


def _todo(about: Sequence[Finding], drill: ScoredDrill, language: str) -> str:
    first, more = about[0].text or drill.run.drill.title, str(len(about) - 1)
    plain = Text(first.en.rstrip("."), first.zh.rstrip("。"))
    what = (SEVERAL if len(about) > 1 else ONE).fill({"first": plain, "more": Text(more, more)})
    return TODO[about[0].element].fill({"what": what}).in_language(language)


def _at(drill: ScoredDrill, day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=drill.run.drill.window.zone)
