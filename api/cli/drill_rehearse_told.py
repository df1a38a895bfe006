"""What ``watchbill drill rehearse`` prints: people's targets and time points, the queues of the incident, the cost, one run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.usecases.drill_rehearsal_told import TaskTold, told_in
from drills.scenario.frozen import Scenario, Standing
from drills.simulation import (
    EventKind,
    LiveCost,
    Prediction,
    QueueForecast,
    RehearsedEvent,
    Served,
    Spread,
    TimePoint,
    rehearse,
)
from forecasting.messages import N_, Translate, listed

if TYPE_CHECKING:
    from api.cli.console import Console
    from api.usecases.drill_rehearsal import RehearsalQuestion

SHOWN_AFTER_MINUTES = 120

POINT_NAMES = {
    TimePoint.ONSET: N_("t0 onset"),
    TimePoint.DETECTED: N_("t1 detected"),
    TimePoint.ACKNOWLEDGED: N_("t2 acknowledged"),
    TimePoint.GRADED: N_("t3 graded"),
    TimePoint.ESCALATED: N_("t4 escalated"),
    TimePoint.FIRST_RESPONSE: N_("t5 first response"),
    TimePoint.STATEMENT: N_("t6 first statement"),
    TimePoint.CONTAINED: N_("t7 contained"),
    TimePoint.RECOVERED: N_("t8 recovered"),
}
EVENT_NAMES = {
    EventKind.DONE: N_("done"),
    EventKind.LAID_ASIDE: N_("laid aside"),
    EventKind.RAN_OUT: N_("time ran out"),
    EventKind.LOAD_ENDS: N_("load ends"),
    EventKind.LOAD_BEGINS: N_("load begins"),
    EventKind.INJECT: N_("inject"),
    EventKind.TAKEN_UP: N_("taken up"),
    EventKind.END: N_("end of the drill"),
}


def show_prediction(told: Prediction, scenario: Scenario, console: "Console") -> None:
    """Print what is *told* of *scenario*."""
    _ = console.translate
    console.say(scenario.title.in_language(console.language))
    sentence = _(
        "{count} rehearsals: {chance:.0%} of the targets are met, all critical ones in {critical:.0%} of them; {score} points expected"
    )
    score = "-" if told.score.mean is None else f"{told.score.mean:.0f}"
    console.say(sentence.format(count=told.replications, chance=told.chance, critical=told.all_critical, score=score))
    letters = listed((f"{letter} {share:.0%}" for letter, share in told.ratings.items()), _)
    console.say(_("ratings: {letters}").format(letters=letters))
    columns = [_("expectation"), _("who"), _("within"), _("starts"), _("usual"), _("slow"), _("met"), _("critical")]
    console.table(
        _("what people will do, minutes from the inject on; slow: one in ten is slower"),
        columns,
        [_task(task, console) for task in told_in(told, scenario, console.language).tasks],
    )
    rows = [
        (_(POINT_NAMES[point.point]), *_minutes(point.minutes), _happens(point.minutes))
        for point in told.points
        if not point.incident
    ]
    columns = [_("time point"), _("quick"), _("usual"), _("slow"), _("happens")]
    console.table(
        _("time points, minutes from the start; quick and slow: one in ten is quicker or slower"), columns, rows
    )
    if told.queues:
        _show_queues(told.queues[0], console)
    if told.live is None:
        console.say(_("Without site, roster and forecast nothing is said of queues and live service."))
    else:
        _show_cost(told.live, console)


def _task(task: TaskTold, console: "Console") -> tuple[str, ...]:
    _ = console.translate
    judged = {Standing.PROJECTED: _("plan judged"), Standing.NOT_OBSERVED: _("not seen")}
    met = "-" if task.met is None else f"{task.met:.0%}"
    if task.standing in judged:
        met = _("{text} ({remark})").format(text=met, remark=judged[task.standing])
    usual, late = _minute(task.response_minutes.p50), _minute(task.response_minutes.p90)
    says = _("{text} ({remark})").format(text=task.text, remark=task.id)
    critical = _("yes") if task.critical else ""
    return says, task.seat, str(task.within_minutes), f"{task.started:.0%}", usual, late, met, critical


def _minutes(spread: Spread) -> tuple[str, str, str]:
    return _minute(spread.p10), _minute(spread.p50), _minute(spread.p90)


def _minute(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _happens(spread: Spread) -> str:
    return "-" if spread.share is None else f"{spread.share:.0%}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _show_queues(found: QueueForecast, console: "Console") -> None:
    _ = console.translate
    shown = [
        found.whole,
        *found.quarters,
        *(each for each in found.after if each.ends - found.whole.ends <= SHOWN_AFTER_MINUTES),
    ]
    columns = [_("minutes"), _("contacts"), _("in time"), _("band"), _("left"), _("wait")]
    console.table(_("all queues, if the incident were real"), columns, [_served(each) for each in shown])


def _served(each: Served) -> tuple[str, ...]:
    level, wait = each.service_level, each.mean_wait_seconds.mean
    return (
        f"{each.begins}-{each.ends}",
        f"{each.contacts:,.0f}",
        _share(level.mean),
        f"{_share(level.p10)}-{_share(level.p90)}",
        _share(each.left_share.mean),
        "-" if wait is None else f"{wait:.0f} s",
    )


def _show_cost(live: LiveCost, console: "Console") -> None:
    _ = console.translate
    columns = [_("queue"), _("points lost"), _("one in ten"), _("more leave"), _("target kept"), _("without the drill")]
    rows = [
        (
            cost.queue or _("all queues"),
            f"{cost.points_lost:.2f}",
            f"{cost.points_lost_p10:.2f}",
            f"{cost.extra_left:+.1f}",
            _share(cost.kept),
            _share(cost.kept_without),
        )
        for cost in (live.everything, *live.queues)
    ]
    console.table(_("what the drill costs live service"), columns, rows)
    sentence = _(
        "Its last trace is gone {minutes} minutes after the drill. Points are percentage points of contacts answered in time; in one case of ten more are lost."
    )
    console.say(sentence.format(minutes=live.tail_minutes))


def show_events(question: "RehearsalQuestion", console: "Console") -> None:
    """Print one rehearsal of *question* event by event."""
    _ = console.translate
    crew = None if question.setting is None else question.setting.crew
    scenario = question.scenario
    language = console.language
    texts = {inject.id: inject.text.in_language(language) for inject in scenario.injects}
    texts |= {expected.id: expected.text.in_language(language) for expected in scenario.expectations}
    rows = [_event(event, texts, _) for event in rehearse(scenario, question.seed, crew)]
    console.table(_("one rehearsal"), [_("time"), _("what"), _("of"), _("who"), _("judged")], rows)


def _event(event: RehearsedEvent, texts: Mapping[str, str], _: Translate) -> tuple[str, ...]:
    judged = ""
    if event.right is not None:
        judged = _("not met") if not event.right else _("done in time") if event.in_time else _("done late")
    clock = f"{event.second // 60}:{event.second % 60:02}"
    of = "" if event.kind is EventKind.END else event.of
    if of in texts:
        of = _("{text} ({remark})").format(text=texts[of], remark=of)
    return clock, _(EVENT_NAMES[event.kind]), of, event.who or "", judged
