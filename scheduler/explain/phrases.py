"""Claims in words: what a rule asks of whom on which days, with its figures and its source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from forecasting.messages import N_, Sentence
from scheduler.explain.claims import Claim, Side, merged
from scheduler.explain.spared import plain
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.scope import Scoped
from scheduler.rules.sequence import runs_of
from scheduler.rules.several import streams_of

ONE_DAY = timedelta(days=1)
MOST_RUNS = 6

PHRASES: Mapping[tuple[str, Side | None], str] = {
    ("leave", None): N_("the leave of {who} on {days}"),
    ("availability", None): N_("the times at which {who} can work, {days}"),
    ("mentor", None): N_("the new hire beside the mentor ({people}), {days}"),
    ("pairing", None): N_("the same shifts, starts or days for {people} on {days}"),
    ("locked", None): N_("what is locked for {who} on {days}"),
    ("training-kept", None): N_("the published training of {who} on {days}"),
    ("training-hours", None): N_("the class hours of training of {who}, {days}"),
    ("training-coverage", None): N_("the share of people trained in the year, {days}"),
    ("training-sessions", None): N_("training in groups and at times that its courses allow, {days}"),
    ("courses-a-year", None): N_("the courses of {who} in the year, {days}"),
    ("period-hours", Side.LEAST): N_("at least {least_hours:g} h of {who} in the period"),
    ("period-hours", Side.MOST): N_("at most {most_hours:g} h of {who} in the period"),
    ("days-in-row", None): N_("{in_row} days in a row with a shift for {who}, {days}"),
    ("days-off-in-row", None): N_("{off_in_row} days off in a row for {who}, {days}"),
    ("within-opening-hours", None): N_("the opening hours of {team} for {who} on {days}"),
    ("daily-hours", None): N_("at most {hours:g} h a day for {who} on {days}"),
    ("rest-in-shift", None): N_("{minutes} minutes of breaks in long shifts of {who} on {days}"),
    ("rest-after-shift", None): N_("{hours:g} h of rest after each shift of {who}, {days}"),
    ("daily-rest", None): N_("{hours:g} h of rest between the shifts of {who}, {days}"),
    ("weekly-hours", None): N_("at most {hours:g} h a week for {who}, {days}"),
    ("average-weekly-hours", None): N_("at most {hours:g} h a week on average for {who}"),
    ("comprehensive-hours", None): N_("the comprehensive hours of {who}, {days}"),
    ("weekly-rest", None): N_("a free day in any {length} days for {who}, {days}"),
    ("weekly-rest-eu", None): N_("{hours:g} h of rest in any {length} days for {who}, {days}"),
    ("overtime", None): N_("the limits of overtime for {who} on {days}"),
    ("no-night-for-protected", None): N_("no night work for {who}, who is protected, on {days}"),
    ("no-overtime-for-protected", None): N_("no overtime for {who}, who is protected, on {days}"),
    ("nights-in-row", None): N_("the nights in a row of {who}, {days}"),
    ("recovery-after-nights", None): N_("the days to recover after nights of {who}, {days}"),
    ("start-window", None): N_("the start times allowed to {who} on {days}"),
    ("start-distance", None): N_("the distance between starts of {who} from day to day, {days}"),
    ("steady-starts", None): N_("steady starts of {who} within a week, {days}"),
    ("forward-rotation", None): N_("starts that only move forward for {who}, {days}"),
    ("forbidden-successions", None): N_("the shifts that may not follow each other for {who}, {days}"),
    ("weekends-worked", None): N_("at most {most} weekends worked in {weeks} for {who}, {days}"),
    ("weekends-in-row", None): N_("at most {most} weekends in a row for {who}, {days}"),
    ("whole-weekends", None): N_("whole weekends, worked or free, for {who}, {days}"),
    ("shifts-of-kind", None): N_("the bounds of shifts of a kind for {who}, {days}"),
    ("hours-of-day", None): N_("the bounds of hours a day for {who} on {days}"),
    ("hours-of-week", None): N_("the bounds of hours a week for {who}, {days}"),
    ("hours-of-month", None): N_("the bounds of hours a month for {who}, {days}"),
    ("hours-of-window", None): N_("the bounds of hours in any stretch of days for {who}, {days}"),
    ("work-days", None): N_("the bounds of working days for {who}, {days}"),
    ("rotation", None): N_("the rotation of {who} on {days}"),
    ("night-work", None): N_("the limits of night work for {who}, {days}"),
    ("breaks-of-long-shifts", None): N_("the breaks of long shifts for {who} on {days}"),
    ("hours-of-reference-period", None): N_("the average hours of the reference period for {who}"),
}
OF_SOMEBODY = N_("rule {rule} for {who} on {days}")
OF_TEAM = N_("rule {rule} for {team} on {days}")
CITED = N_("{claim} [{citation}]")
SHORT_BY = N_("{claim} (missed by {hours:g} h)")
SHORT_OF = N_("{claim} ({count} missing)")


@dataclass(frozen=True)
class Phrases:
    """Says claims on the people of *instance* under *rules*."""

    instance: Instance
    rules: Sequence[Rule]

    def of(self, claims: Iterable[Claim], amounts: Mapping[Claim, int] | None = None) -> list[Sentence]:
        """Return one phrase for each family of *claims*, with its source and, by *amounts* in minutes or, of teams, heads, how far it is missed."""
        told = dict(amounts or {})
        phrases = []
        for claim in merged(claims):
            phrase = self._cited(claim)
            amount = max((missed for one, missed in told.items() if one.family == claim.family), default=0)
            if amount and claim.agent is None:
                phrase = Sentence(SHORT_OF, claim=phrase, count=amount)
            elif amount:
                phrase = Sentence(SHORT_BY, claim=phrase, hours=amount / 60)
            phrases.append(phrase)
        return phrases

    def _cited(self, claim: Claim) -> Sentence:
        asks = self._asked.get((claim.rule, claim.about))
        if asks is not None:
            phrase = Sentence(N_("{heads} on {days}"), heads=asks, days=days_text(claim.days))
            return Sentence(CITED, claim=phrase, citation=Sentence(claim.citation))
        template = PHRASES.get((claim.rule, claim.side)) or PHRASES.get((claim.rule, None))
        if template is None:
            template = OF_TEAM if claim.agent is None else OF_SOMEBODY
        phrase = Sentence(template, **self._values(claim))
        return Sentence(CITED, claim=phrase, citation=Sentence(claim.citation))

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Sentence]:
        """What rules that count heads want, in words."""
        streams = streams_of([plain(rule) for rule in self.rules], self.instance)
        return {(stream.name, stream.of): stream.asks for stream in streams if stream.asks is not None}

    def _values(self, claim: Claim) -> dict[str, object]:
        rule = self._rule(claim)
        # every rule is a dataclass
        figures = {field.name: getattr(rule, field.name) for field in fields(rule)}  # type: ignore[arg-type]
        days = self._days(claim)
        figures |= {"rule": claim.rule, "length": figures.get("days"), "team": claim.team or "-"}
        figures |= {"days": days_text(days), "people": claim.about}
        if claim.agent is None:
            return figures
        agent = self.instance.agent_by_id[claim.agent]
        terms, period = agent.contract, agent.contract.period_minutes
        return figures | {
            "who": f"{agent.name} ({agent.id})" if agent.name != agent.id else str(agent.id),
            "least_hours": (period.least or 0) / 60,
            "most_hours": (period.most or 0) / 60,
            "in_row": _span(terms.days_in_row.least, terms.days_in_row.most),
            "off_in_row": _span(terms.days_off_in_row.least, terms.days_off_in_row.most),
        }

    def _rule(self, claim: Claim) -> Rule:
        """Return the rule itself that *claim* comes from, for the person where a site has several of the name."""
        held = [plain(rule) for rule in self.rules if rule.name == claim.rule]
        agent = None if claim.agent is None else self.instance.agent_by_id[claim.agent]
        scoped = [rule for rule in held if isinstance(rule, Scoped) and agent is not None and rule.covers(agent)]
        rule = (scoped or held)[0]
        return rule.rule if isinstance(rule, Scoped) else rule

    def _days(self, claim: Claim) -> list[date]:
        """Return the days that *claim* is about: of leave those that are granted, not the evenings before."""
        if claim.rule != "leave" or claim.agent is None:
            return list(claim.days)
        leave = self.instance.agent_by_id[claim.agent].leave
        return sorted({day if day in leave else day + ONE_DAY for day in claim.days})


def days_text(days: Sequence[date]) -> Sentence:
    """Return *days*, in order, as runs: ``2026-11-12 to 2026-11-14, 2026-11-20``."""
    runs = (
        list(runs_of([days[0] + ONE_DAY * ahead for ahead in range((days[-1] - days[0]).days + 1)], set(days)))
        if days
        else []
    )
    if not runs:
        return Sentence(N_("every day"))
    parts = [_run(run) for run in runs[:MOST_RUNS]]
    if len(runs) > MOST_RUNS:
        parts.append(Sentence(N_("{count} more"), count=len(runs) - MOST_RUNS))
    return listed(parts)


def _run(run: Sequence[date]) -> Sentence:
    if len(run) == 1:
        return Sentence(N_("{day}"), day=run[0])
    return Sentence(N_("{first} to {last}"), first=run[0], last=run[-1])


def listed(parts: Sequence[Sentence]) -> Sentence:
    """Return *parts*, at least one, as a list."""
    text = parts[0]
    for part in parts[1:]:
        text = Sentence(N_("{first}, {rest}"), first=text, rest=part)
    return text


def both(parts: Sequence[Sentence]) -> Sentence:
    """Return *parts*, at least one, joined by "and"."""
    if len(parts) == 1:
        return parts[0]
    return Sentence(N_("{first} and {last}"), first=listed(parts[:-1]), last=parts[-1])


def _span(least: int | None, most: int | None) -> Sentence:
    if least is None:
        return Sentence(N_("at most {most}"), most=most) if most is not None else Sentence(N_("any number of"))
    if most is None:
        return Sentence(N_("at least {least}"), least=least)
    if least == most:
        return Sentence(N_("exactly {count}"), count=most)
    return Sentence(N_("{first} to {last}"), first=least, last=most)
