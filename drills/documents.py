"""The plan of a drill for those who know the script, as Markdown in the reader's language."""

from drills.drill import Drill, Seat
from drills.markdown import cell, table
from drills.roles import Role
from drills.scenario.clocks import OWN_LIMIT
from drills.scenario.frozen import Expectation, Incident, Inject, Outcome, Source, Standing
from drills.scenario.text import Text
from drills.sheet_pages import evaluation_forms, role_play_cards
from drills.standards import TARGETS
from forecasting.messages import N_, Translate, listed

_SOURCES = {
    Source.CUSTOMER: N_("customer"),
    Source.MEDIA: N_("media"),
    Source.OPERATIONS: N_("operations"),
    Source.TECHNOLOGY: N_("technology"),
    Source.LEGAL: N_("legal"),
    Source.MONITORING: N_("monitoring"),
}
_STANDINGS = {
    Standing.OBSERVED: N_("seen in the drill"),
    Standing.PROJECTED: N_("ends after the drill: the plan for it is judged, no pass is counted"),
    Standing.NOT_OBSERVED: N_("ends after the drill: not observed, no pass is counted"),
}
_CONDITIONS = {
    Outcome.MET: N_("{time} at the latest, only when {expectation} is met"),
    Outcome.MISSED: N_("{time} at the latest, only when {expectation} is missed or its time is up"),
    Outcome.EXPIRED: N_("{time} at the latest, only when nothing was seen of {expectation} in its time"),
}


def drill_markdown(drill: Drill, translate: Translate, language: str) -> str:
    """Return the whole plan: people, cover, objectives, injects with times, clocks, rules, role plays and sheets.

    Same drill and language: the same bytes. Names the cause of the incident, so it is not for players.
    """
    page = _Page(drill, translate, language)
    lines = [
        *page.head(),
        *page.people(),
        *page.cover(),
        *page.objectives(),
        *page.scenario(),
        *page.injects(),
        *page.expectations(),
        *page.rules(),
        *role_play_cards(drill, translate, language),
        *evaluation_forms(drill, translate, language),
        *page.notes(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _heading(text: str) -> str:
    return f"## {text}"


class _Page:
    """The sections of one plan in one language."""

    def __init__(self, drill: Drill, translate: Translate, language: str) -> None:
        self.drill, self.scenario_, self._, self.language = drill, drill.scenario, translate, language
        self.number = {item.id: f"E{count}" for count, item in enumerate(self.scenario_.expectations, start=1)}
        self.turn = {item.id: f"I{count}" for count, item in enumerate(self.scenario_.injects, start=1)}

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def clock(self, minutes: int) -> str:
        moment, start = self.drill.time_of(minutes), self.drill.window.local_start
        return f"{moment:%H:%M}" if moment.date() == start.date() else f"{moment:%Y-%m-%d %H:%M}"

    def seat(self, seat_id: str) -> str:
        return self.say(self.scenario_.seat(seat_id).name)

    def head(self) -> list[str]:
        _, drill, scenario = self._, self.drill, self.scenario_
        window = drill.window
        announced = _("announced to participants") if drill.announced else _("unannounced")
        rows = [
            (_("Drill"), drill.id),
            (_("Kind of incident"), listed((_(item.family.label) for item in scenario.incidents), _)),
            (_("Form"), _(scenario.form.label)),
            (_("Level at the start"), _(scenario.opening_level.label)),
            (_("Level at worst"), self.worst()),
            (_("When"), self.beside(f"{window.local_start:%Y-%m-%d %H:%M}-{window.local_end:%H:%M}", window.zone.key)),
            (_("Disclosure"), announced),
            (_("Template, version, seed"), f"{scenario.template}, {scenario.template_version}, {scenario.seed}"),
            (_("Fingerprint of the scenario"), scenario.digest[:16]),
        ]
        warning = _("This plan names the cause. It is for those who know the script and must not reach players.")
        title = self.say(drill.title)
        return [f"# {cell(title)}", "", f"> {warning}", "", *table((_("What"), _("Value")), rows)]

    def worst(self) -> str:
        _, level = self._, self.scenario_.level
        told = _("{name}: {meaning}").format(name=_(level.label), meaning=_(level.meaning))
        return self.beside(told, "OS-7.1")

    def beside(self, text: str, remark: str) -> str:
        return self._("{text} ({remark})").format(text=text, remark=remark)

    def people(self) -> list[str]:
        _ = self._
        rows = [
            (_(seat.role.label), seat.name, seat.team, self._part(seat), seat.backup_name or "-", _(seat.role.duty))
            for seat in self.drill.seats
        ]
        columns = (_("Role"), _("Name"), _("Team"), _("Seat"), _("Backup on live work"), _("Duty"))
        return [_heading(_("People and roles")), "", *table(columns, rows)]

    def _part(self, seat: Seat) -> str:
        return "-" if seat.player_seat is None else self.seat(seat.player_seat)

    def cover(self) -> list[str]:
        _ = self._
        rows = [(team.team, team.away, f"{team.least_spare:.1f}") for team in self.drill.cover]
        sentence = _("Every slot keeps its required heads: people on duty less people away less people required.")
        columns = (_("Team"), _("People away"), _("Least to spare in any slot"))
        return [_heading(_("Live cover")), "", sentence, "", *table(columns, rows)]

    def objectives(self) -> list[str]:
        _ = self._
        rows = [(self.say(item.text), self.say(item.success)) for item in self.scenario_.objectives]
        return [_heading(_("Objectives")), "", *table((_("Objective of the drill"), _("Met when")), rows)]

    def scenario(self) -> list[str]:
        _, scenario = self._, self.scenario_
        rows = [
            (_("Cause"), self.say(scenario.cause)),
            (_("Mechanism"), self.say(scenario.mechanism)),
            (_("Symptoms"), self.say(scenario.symptoms)),
            (_("Consequences"), self.say(scenario.consequences)),
        ]
        if scenario.relation is not None:
            rows.append((_("How the incidents belong together"), _(scenario.relation.label)))
        return [_heading(_("Scenario")), "", *table((_("What"), _("Value")), rows), *self._incidents()]

    def _incidents(self) -> list[str]:
        _, incidents = self._, self.scenario_.incidents
        if len(incidents) == 1:
            return []
        rows = [
            (
                self.clock(item.offset_minutes),
                _(item.family.label),
                _(item.opening_level.label),
                _(item.level.label),
                self.say(item.cause),
                self.say(item.symptoms),
            )
            for item in incidents
        ]
        columns = (
            _("Begins"),
            _("Kind of incident"),
            _("Level at the start"),
            _("Level at worst"),
            _("Cause"),
            _("Symptoms"),
        )
        return table(columns, rows)

    def injects(self) -> list[str]:
        _ = self._
        rows = [
            (
                self.turn[inject.id],
                self._when(inject),
                self.beside(self.say(inject.sender), _(_SOURCES[inject.source])),
                self.seat(inject.seat),
                self.say(inject.text),
                self._remark(inject),
            )
            for inject in self.scenario_.injects
        ]
        columns = ("#", _("Time"), _("From"), _("To"), _("Inject"), _("For the controller"))
        return [_heading(_("Injects")), "", *table(columns, rows)]

    def _when(self, inject: Inject) -> str:
        _, time = self._, self.clock(inject.minutes)
        if inject.by_hand:
            return _("by hand, {time} at the latest").format(time=time)
        if inject.event is not None:
            delay, act = inject.event.delay_minutes, _(inject.event.act.label)
            return _("{minutes} min after the stamp “{act}”, {time} if it comes in time").format(
                minutes=delay, act=act, time=time
            )
        if inject.condition is None:
            return time
        sentence = _(_CONDITIONS[inject.condition.outcome])
        return sentence.format(time=time, expectation=self.number[inject.condition.expectation])

    def _remark(self, inject: Inject) -> str:
        _ = self._
        remarks = [_(item.family.label) for item in self._one_of_several(inject)]
        if inject.ambiguous:
            remarks.append(_("can be read in two ways"))
        if inject.new_level is not None:
            remarks.append(_("now {level}").format(level=_(inject.new_level.label)))
        return " · ".join(remarks) or "-"

    def _one_of_several(self, inject: Inject) -> list[Incident]:
        incidents = self.scenario_.incidents
        return [item for item in incidents if item.id == inject.incident and len(incidents) > 1]

    def expectations(self) -> list[str]:
        _ = self._
        rows = [
            (
                self.number[item.id],
                self.seat(item.seat),
                self.beside(self.say(item.text), _("critical")) if item.critical else self.say(item.text),
                self.turn[item.clock.basis],
                self._allowed(item),
                self.clock(item.clock.due_minutes),
                _(_STANDINGS[item.clock.standing]),
            )
            for item in self.scenario_.expectations
        ]
        columns = ("#", _("Who"), _("Expected"), _("Clock starts with"), _("Allowed"), _("Due"), _("Counts as"))
        return [_heading(_("Expectations and clocks")), "", *table(columns, rows)]

    def _allowed(self, item: Expectation) -> str:
        _, clock = self._, item.clock
        hours, minutes = divmod(clock.within_minutes, 60)
        if minutes or not hours:
            time = _("{minutes} min").format(minutes=clock.within_minutes)
        else:
            time = _("{hours} h").format(hours=hours)
        if clock.target is None:
            return self.beside(time, _("limit of the template") if clock.citation == OWN_LIMIT else clock.citation)
        label = _(TARGETS[clock.target].label)
        return self.beside(time, _("{first}, {rest}").format(first=label, rest=clock.citation))

    def rules(self) -> list[str]:
        _, scenario = self._, self.scenario_
        safety = ", ".join(seat.name for seat in self.drill.seats if seat.role is Role.SAFETY)
        mark = _("Every message of the drill, inside or outside, bears the mark 演练.")
        return [
            _heading(_("Rules")),
            "",
            f"- {cell(self.say(scenario.stop_rule))}",
            "- "
            + _("Safe word: “{word}”. Safety officer: {name}.").format(word=self.say(scenario.safe_word), name=safety),
            f"- {mark}",
            "",
        ]

    def notes(self) -> list[str]:
        if not self.drill.notes:
            return []
        return [_heading(self._("Notes")), "", *(f"- {cell(note.say(self._))}" for note in self.drill.notes), ""]
