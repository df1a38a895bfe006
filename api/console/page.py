"""The first page: what it shows as things stand now, and the page itself."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.console.next_drill import NextDrillSection, next_drill, next_drill_section
from api.console.programme import ProgrammeSection, programme_section
from api.console.recent import RecentPlans
from api.console.summary import PlanSummary, plan_summary
from api.console.words import script_words
from api.reports.embedding import embedded_json
from api.reports.wording import moment_text
from api.store import UnitOfWork
from api.store.records import DrillText, StoredDrill, StoredRoster
from api.translation import LANGUAGES, translator
from api.usecases.drills import drill_in_view
from api.usecases.plan_views import shown_roster
from api.usecases.stored_programmes import programme_in_view, usual_first_day
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan with its roster's head as it stands now, the programme of drills, and the drill that is next or was last; None for none.

    *drill* was made in a roster, *coming* may be planned by the programme alone.
    """

    plan: PlanSummary
    head: StoredRoster
    drill: StoredDrill | None
    drill_text: DrillText | None
    programme: ProgrammeSection | None
    coming: NextDrillSection | None


def make_environment() -> Environment:
    """Return the templates of the package."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = embedded_json
    return environment


def what_to_show(
    unit: UnitOfWork, plans: RecentPlans, roster_id: int | None, language: str, now: datetime
) -> Shown | None:
    """Return what the page shows of *roster_id*, by default of the roster published last; None for an empty store."""
    chosen = shown_roster(unit, roster_id)
    if chosen is None:
        return None
    head = unit.rosters.get(chosen)
    drill = drill_in_view(unit, head.site_id, now)
    text = None if drill is None else unit.drills.text(drill.id, language)
    plan = plans.kept(unit, chosen, ("summary", language), lambda plan: plan_summary(plan, language))
    return Shown(plan, head, drill, text, *_drills(unit, head, language, now))


def _drills(
    unit: UnitOfWork, head: StoredRoster, language: str, now: datetime
) -> tuple[ProgrammeSection | None, NextDrillSection | None]:
    _, today = translator(language), now.astimezone(head.grid.zone).date()
    view = programme_in_view(unit, head.site_id, today)
    coming = next_drill(unit, head.site_id, None if view is None else view.newest, now)
    basis = None if view is None else view.newest.basis
    return (
        None if view is None else programme_section(view.shown, today, language, _),
        None if coming is None else next_drill_section(coming, basis, today, language, _),
    )


def first_page(environment: Environment, shown: Shown | None, language: str, now: datetime) -> str:
    """Return the page in *language*, as things stand at *now*."""
    _ = translator(language)
    context: dict[str, object] = {
        "_": _,
        "lang": language.replace("_", "-"),
        "language": language,
        "languages": LANGUAGES,
        "version": version("watchbill"),
        "words": script_words(_),
        "shown": shown,
        "plan": None,
    }
    if shown is not None:
        published, zone = shown.head.published_at, shown.head.grid.zone
        context |= {
            "plan": shown.plan,
            "head": shown.head,
            "published": None if published is None else moment_text(published, zone, language),
            "phase": _phase(shown.head, now, _),
            "drill": shown.drill,
            "drill_over": shown.drill is not None and shown.drill.end <= now,
            "drill_section": None if shown.drill_text is None else shown.drill_text.section,
            "programme": shown.programme,
            "coming": shown.coming,
            "mark": DRILL_MARK,
            "programme_from": usual_first_day(now.astimezone(zone).date()).isoformat(),
        }
    return environment.get_template("console.html").render(context)


def _phase(head: StoredRoster, now: datetime, _: Translate) -> str:
    grid = head.grid
    if now < grid.origin:
        days = (grid.first_day - now.astimezone(grid.zone).date()).days
        return _("starts in {days} days").format(days=days)
    return _("under way") if now < grid.end else _("over")
