"""What ``watchbill drill place`` prints: the best windows, their soft terms and people, and what refuses the others."""

from collections import Counter
from typing import TYPE_CHECKING

from api.reports.wording import day_text
from drills.placement import Placement, ReasonKind, Search, Term
from drills.roles import Role
from forecasting.messages import Translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from api.cli.console import Console
    from api.usecases.drill_windows import WindowQuestion

MOST_DAYS = 60


def show_search(search: Search, question: "WindowQuestion", console: "Console") -> None:
    """Print *search*, which answers *question*."""
    _ = console.translate
    best = search.placements[: question.top]
    counts = {"usable": len(search.placements), "tried": len(search.placements) + len(search.refusals)}
    console.say(question.scenario.title.in_language(console.language))
    console.say(_("{usable} of {tried} windows can be used").format(**counts))
    if best:
        _show_best(best, console)
        _show_terms(best, console)
        _show_people(best[0], console)
    if search.refusals:
        _show_refusals(search, console)
    if question.live is None:
        console.say(_("Without a forecast nothing is said of live service; heads alone were looked at."))


def _show_best(best: tuple[Placement, ...], console: "Console") -> None:
    _ = console.translate
    columns = [
        _("window"), _("people"), _("price"), _("points lost"), _("one in ten"), _("more leave"), _("floor kept"), _("tail"), _("spare"),
        _("figures"),
    ]  # fmt: skip
    console.table(_("best windows"), columns, [_row(placement, console.language, _) for placement in best])
    told = _(
        "points lost: percentage points by which less is answered in time, all queues together, through drill and tail, on average; "
        "one in ten: in one case of ten more are lost; more leave: customers who leave besides; floor kept: how likely every queue stays "
        "above its floor; spare: least people any team can still spare; price: the soft rules together, in points"
    )
    console.say(told)


def _row(placement: Placement, language: str, _: Translate) -> tuple[str, ...]:
    cost = placement.cost
    people = str(len({seat.agent for seat in placement.cast.seats}))
    head, spare = (_when(placement, language), people, f"{placement.value:.2f}"), f"{placement.slack:.1f}"
    if cost is None:
        return (*head, "-", "-", "-", "-", "-", spare, "-")
    return (
        *head,
        f"{cost.points:.2f}",
        f"{cost.points_p10:.2f}",
        f"{cost.abandoned:.1f}",
        f"{cost.chance:.0%}",
        _("{count} min").format(count=cost.tail_minutes),
        spare,
        _("simulated") if cost.simulated else _("estimated"),
    )


def _when(placement: Placement, language: str) -> str:
    window = placement.window
    return f"{day_text(window.local_start.date(), language)} {window.local_start:%H:%M}-{window.local_end:%H:%M}"


def _show_terms(best: tuple[Placement, ...], console: "Console") -> None:
    _ = console.translate
    used = [term for term in Term if any(placement.terms.get(term, 0.0) > 0 for placement in best)]
    rows = [(_when(one, console.language), *(f"{one.terms.get(term, 0.0):.2f}" for term in used)) for one in best]
    console.table(_("what the soft rules cost, in points"), [_("window"), *(_(term.label) for term in used)], rows)


def _show_people(best: Placement, console: "Console") -> None:
    _ = console.translate
    title = _("people of the best window, {window}").format(window=_when(best, console.language))
    rows = [(_(seat.role.label), seat.name, seat.team, seat.backup_name or "-") for seat in best.cast.seats]
    console.table(title, [_("role"), _("name"), _("team"), _("backup")], rows)
    for note in best.cast.notes:
        console.say(note.say(_))
    if Role.COMMANDER not in {seat.role for seat in best.cast.seats}:
        console.say(_("nobody commands in this drill"))


def _show_refusals(search: Search, console: "Console") -> None:
    _ = console.translate
    kinds = search.by_kind()
    rows = [(_(kind.label), str(kinds[kind])) for kind in ReasonKind if kinds[kind]]
    console.table(_("refused windows by reason"), [_("reason"), _("windows")], rows)
    shown = [kind for kind in ReasonKind if kinds[kind]]
    columns = [_("day"), _("usable"), _("refused"), *(_(kind.label) for kind in shown)]
    console.table(_("refused windows by day"), columns, _day_rows(search, shown, console.language))
    told = Counter(reason.note.say(_) for refusal in search.refusals for reason in refusal.reasons)
    for sentence, count in told.most_common(5):
        console.say(_("{sentence} ({count})").format(sentence=sentence, count=count))


def _day_rows(search: Search, shown: list[ReasonKind], language: str) -> "Iterator[tuple[str, ...]]":
    usable = Counter(placement.window.local_start.date() for placement in search.placements)
    refused = Counter(refusal.window.local_start.date() for refusal in search.refusals)
    by_day = search.by_day()
    days: list[date] = sorted({*usable, *refused})
    for day in days[:MOST_DAYS]:
        kinds = by_day.get(day, Counter())
        yield day_text(day, language), str(usable[day]), str(refused[day]), *(str(kinds[kind] or "") for kind in shown)
