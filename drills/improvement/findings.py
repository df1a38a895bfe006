"""What a drill showed that has to be mended, from its log and its score alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from drills.exercise import ClockStatus, Log, Run, run_of
from drills.finding import Finding, FindingKind
from drills.incidents import Family, Level
from drills.notes import Note
from drills.phrases import Offence
from drills.rating import Rating
from drills.scenario.acts import Act, Capability, Element
from drills.scenario.frozen import Expectation, Scenario
from drills.scenario.text import Text
from drills.scoring.drill_score import DrillScore, ObjectiveScore, TargetScore
from forecasting.messages import N_

MINUTE_SECONDS, MINUTE_MS = 60, 60_000
LATE_MS = MINUTE_MS  # our figure: a look at the clock once a second is never so late


def findings_of(log: Log, score: DrillScore) -> tuple[Finding, ...]:
    """Return what *log*, scored as *score*, shows: the same ones, under the same names, every time.

    One for every objective rated S, M or U and for each target under it that was not met; for a wrong level, forbidden phrases, live
    service lost above the budget, evaluators who disagree and injects that came more than a minute late. A practice counts for nothing and shows nothing.
    """
    run = run_of(log)
    if run.is_practice:
        return ()
    seen = _Seen(run, score, day_of(run))
    return (
        *(found for one in score.objectives for found in _of_objective(one, seen)),
        *_live(seen),
        *_gradings(seen),
        *_phrases(seen),
        *_disagreements(seen),
        *_late(seen),
    )


def day_of(run: Run) -> date:
    """Return the site's day on which *run* was started, the planned one where it was not."""
    moment = run.state.started_at or run.drill.window.start
    return moment.astimezone(run.drill.window.zone).date()


@dataclass(frozen=True, slots=True)
class _Seen:
    run: Run
    score: DrillScore
    day: date

    @property
    def live_id(self) -> str | None:
        """The finding on live service, None where there is none."""
        return self.name(FindingKind.LIVE) if self.score.live.over_budget else None

    @property
    def scenario(self) -> Scenario:
        return self.run.scenario

    def name(self, kind: FindingKind, of: str = "") -> str:
        """Return a finding's name: a drill of the same name may be held in another year."""
        return "/".join(part for part in (self.run.drill.id, self.day.isoformat(), kind.value, of) if part)

    def place(self, incident: str) -> tuple[Family, str, Level]:
        """Return family, template and level of *incident*, those of the whole drill where none is named."""
        for one in self.scenario.incidents:
            if one.id == incident or len(self.scenario.incidents) == 1:
                return one.family, one.template, one.level
        return self.scenario.family, self.scenario.template, self.scenario.level

    def finding(
        self,
        kind: FindingKind,
        of: str,
        note: Note,
        lines: Iterable[int],
        *,
        rating: Rating | None = None,
        incident: str = "",
        element: Element = Element.TRAINING,
        capability: Capability | None = None,
        text: Text | None = None,
        under: str | None = None,
        target: TargetScore | None = None,
    ) -> Finding:
        family, template, level = self.place(incident)
        response = None if target is None else target.response
        return Finding(
            id=self.name(kind, of),
            family=family,
            found=self.day,
            rating=rating,
            capability=capability,
            kind=kind,
            drill=self.run.drill.id,
            template=template,
            of=of,
            under=under,
            incident=incident,
            level=level,
            element=element,
            text=text,
            note=note,
            target=None if target is None else target.target,
            allowed_minutes=None if target is None else target.within_minutes,
            measured_minutes=None if response is None else response.value / MINUTE_SECONDS,
            lines=tuple(sorted(set(lines))),
        )


def _of_objective(one: ObjectiveScore, seen: _Seen) -> Iterator[Finding]:
    if one.rating in {None, Rating.P}:
        return
    targets = [target for target in seen.score.targets if target.objective == one.objective]
    unmet = [target for target in targets if target.met is False]
    about = [seen.scenario.expectation(target.expectation) for target in unmet or targets]
    incidents = {item.incident for item in about}
    capped = not unmet and one.by_evaluators in {None, Rating.P} and seen.live_id is not None
    found = seen.finding(
        FindingKind.OBJECTIVE,
        one.objective,
        _objective_note(one),
        one.lines,
        rating=one.rating,
        incident=incidents.pop() if len(incidents) == 1 else "",
        capability=_main_capability(about),
        text=next(item.text for item in seen.scenario.objectives if item.id == one.objective),
        element=_main_element(about),
        under=seen.live_id if capped else None,
    )
    yield found
    for target in unmet:
        yield _unmet(target, one.rating, found.id, seen)


def _objective_note(one: ObjectiveScore) -> Note:
    values = {"rating": str(one.rating), "met": one.met, "counted": one.counted}
    if one.by_evaluators is not None and one.by_evaluators is one.rating and one.by_clocks is not one.rating:
        return Note(N_("rated {rating} by the evaluators; {met} of {counted} targets met"), values)
    return Note(N_("rated {rating}; {met} of {counted} targets met"), values)


def _main_capability(about: list[Expectation]) -> Capability | None:
    """Return what most of *about* show, the critical ones before the others; None where there are none."""
    counted = Counter(item.capability for item in about)
    critical = {item.capability for item in about if item.critical}
    return max(counted, key=lambda one: (one in critical, counted[one], one), default=None)


def _main_element(about: list[Expectation]) -> Element:
    counted = Counter(item.element for item in about)
    return max(counted, key=lambda one: (counted[one], one), default=Element.TRAINING)


def _unmet(target: TargetScore, rating: Rating | None, under: str, seen: _Seen) -> Finding:
    item = seen.scenario.expectation(target.expectation)
    return seen.finding(
        FindingKind.TARGET,
        item.id,
        _target_note(target),
        target.lines,
        rating=rating,
        incident=item.incident,
        element=item.element,
        capability=item.capability,
        text=item.text,
        under=under,
        target=target,
    )


def _target_note(target: TargetScore) -> Note:
    allowed = target.within_minutes
    if target.response is None:
        return Note(N_("not seen within {allowed} min"), {"allowed": allowed})
    late = target.status is ClockStatus.LATE
    # Rounded up when late and down when not, so that 10.02 min never read as the 10.0 that were allowed.
    tenths = target.response.value / MINUTE_SECONDS * 10
    values = {"allowed": allowed, "minutes": f"{(ceil(tenths) if late else floor(tenths)) / 10:.1f}"}
    if late:
        return Note(N_("seen after {minutes} min, {allowed} min were allowed"), values)
    return Note(N_("seen after {minutes} of {allowed} min, but judged not to meet it"), values)


def _live(seen: _Seen) -> Iterator[Finding]:
    live = seen.score.live
    if live.over_budget and live.measured is not None:
        values = {"measured": f"{live.measured.value:.1f}", "budget": f"{live.budget:.1f}"}
        note = Note(N_("live service lost {measured} points, {budget} were allowed"), values)
        yield seen.finding(FindingKind.LIVE, "", note, live.measured.lines, rating=Rating.M, element=Element.EXERCISE)


def _gradings(seen: _Seen) -> Iterator[Finding]:
    alone = len(seen.score.times) == 1
    for times in seen.score.times:
        incident = seen.scenario.incidents[0].id if alone else times.incident
        if not incident or times.graded_right is not False or times.level is None:
            continue
        yield seen.finding(
            FindingKind.GRADING,
            incident,
            Note(N_("graded {level}; called for was {called_for}"), marked=_levels(times.level, times.called_for)),
            times.level_lines,
            incident=incident,
            capability=Capability.GRADING,
            under=_missed_grading(incident, seen),
        )


def _levels(level: Level, called_for: Level) -> dict[str, str]:
    return {"level": level.label, "called_for": called_for.label}


def _missed_grading(incident: str, seen: _Seen) -> str | None:
    """Return the finding of the grading that was not met, where there is one: it is the same thing."""
    for target in seen.score.targets:
        item = seen.scenario.expectation(target.expectation)
        if item.act is Act.GRADED and target.met is False and item.incident in {"", incident}:
            return seen.name(FindingKind.TARGET, item.id)
    return None


def _phrases(seen: _Seen) -> Iterator[Finding]:
    plays = {play.id: play for play in seen.scenario.roleplays}
    for one in seen.score.roleplays:
        said = () if one.roleplay not in seen.run.state.chats else seen.run.state.chats[one.roleplay].said
        for offence in sorted(set(one.offences)):
            note = Note(
                N_("a customer heard a forbidden phrase: {offence}"), marked={"offence": Offence(offence).label}
            )
            yield seen.finding(
                FindingKind.PHRASES,
                f"{one.roleplay}/{offence}",
                note,
                [item.line for item in said if offence in item.offences],
                incident=plays[one.roleplay].incident,
                capability=Capability.CARE,
            )


def _disagreements(seen: _Seen) -> Iterator[Finding]:
    texts = {item.id: item.text for item in seen.scenario.objectives}
    texts |= {item.id: item.text for item in seen.scenario.expectations}
    for one in seen.score.disagreements:
        people = {"people": ", ".join(one.said)}
        note = Note(N_("evaluators differ in this: {aspect} ({people})"), people, {"aspect": one.aspect.label})
        name = "/".join(part for part in (one.of, one.aspect.value, one.item) if part)
        yield seen.finding(
            FindingKind.DISAGREEMENT, name, note, one.lines, element=Element.EXERCISE, text=texts.get(one.of)
        )


def _late(seen: _Seen) -> Iterator[Finding]:
    for inject, given in seen.run.state.given.items():
        late = given.ms - given.planned_ms
        if late > LATE_MS:
            values = {"inject": inject, "minutes": f"{late / MINUTE_MS:.1f}"}
            note = Note(N_("inject {inject} came {minutes} min late"), values)
            incident = seen.scenario.inject(inject).incident
            yield seen.finding(
                FindingKind.LATE, inject, note, [given.line], incident=incident, element=Element.EQUIPMENT
            )
