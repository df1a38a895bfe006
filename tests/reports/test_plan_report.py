"""The page as text: everything inside, nothing fetched, every sentence translated, every value escaped."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from api.reports import PlanView, render_plan_report
from api.reports.embedding import embedded_json
from api.reports.headline import key_figures, lawful_line, status_line
from api.reports.rule_rows import rule_rows, violation_rows
from api.reports.shortfall_rows import shortfall_table
from api.reports.wording import number, share
from drills.incidents import Family
from drills.planning import new_drill
from forecasting.messages import english
from scheduler.agents import AgentId
from scheduler.conflicts import Conflict
from scheduler.roster import Roster
from scheduler.rules.catalogue import titles
from scheduler.rules.law import law_pack
from scheduler.solution import Status
from tests.reports.sample_plan import sample_view


@pytest.fixture(scope="module")
def view() -> PlanView:
    return sample_view()


@pytest.fixture(scope="module")
def page(view: PlanView) -> str:
    return render_plan_report(view, english, "en")


class Text(HTMLParser):
    """Collects what a reader sees, scripts and styles left out, and every address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action"}]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.words.append(data.strip())


def data_of(page: str, opening: str) -> str:
    return page.split(opening, 1)[1].split("</script>", 1)[0]


def test_the_page_asks_no_network(page: str) -> None:
    assert all(address.startswith("#") for address in Text(page).addresses)
    assert "default-src 'none'" in page


def test_names_cannot_end_a_script_or_become_markup(page: str) -> None:
    assert "</script><b>" not in page
    shown = "".join(Text(page).words)
    assert '</script><b>"O\'Brien" & {{ 7*7 }}' in shown
    rows = json.loads(data_of(page, '<script type="application/json" id="roster-data">'))["rows"]
    assert rows[-1]["name"] == '</script><b>"O\'Brien" & {{ 7*7 }}'


def test_embedded_json_reads_back_whatever_is_in_it() -> None:
    value = {"text": "</script><!-- & \u2028 \u2029 值", "number": 1.5}
    text = embedded_json(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value


def test_embedded_json_refuses_what_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        embedded_json([float("nan")])


def test_every_chart_of_every_queue_and_team_is_in_the_page(page: str) -> None:
    found = re.findall(r'data-chart="(\w+)" data-choice="(\w*)"', page)
    assert found == [
        *((chart, queue) for chart in ("forecast", "days") for queue in ("phone", "chat")),
        *((chart, team) for chart in ("coverage", "heatmap") for team in ("phone", "chat")),
        ("hours", ""),
    ]


def test_every_word_goes_through_the_translator(view: PlanView) -> None:
    drill = new_drill(Family.SYSTEM_OUTAGE, 7, _roster(view), view.instance)
    page = render_plan_report(replace(view, drill=drill), lambda sentence: f"«{sentence}»", "zh_CN")
    said = [word for word in Text(page).words if re.search("[A-Za-z]{3}", word) and "«" not in word]
    values = {view.site, "exact", view.result.version, *view.queues, *view.facts, *view.facts.values()}
    values |= {text for agent in view.instance.agents for text in (agent.name, agent.team, agent.contract.name)}
    values |= {text for rule in view.rules for text in (rule.name, rule.citation)}
    unsaid = [word for word in said if word not in values and not _is_value(word)]
    assert unsaid == []


def _roster(view: PlanView) -> Roster:
    assert view.roster is not None
    return view.roster


def _is_value(word: str) -> bool:
    """Tell whether *word* is a fingerprint, a rule's parameters, part of the name to be escaped, or Chinese by birth."""
    return bool(
        re.fullmatch(r"[0-9a-f]{16}", word) or re.match(r"\w+ = ", word) or "O'Brien" in word or "【演练】" in word
    )


def test_words_of_the_scripts_are_translated_too(view: PlanView) -> None:
    page = render_plan_report(view, lambda sentence: f"«{sentence}»", "zh_CN")
    words = json.loads(data_of(page, '<script type="application/json" id="words">'))
    texts = [text for value in words.values() for text in (value.values() if isinstance(value, dict) else [value])]
    assert all(text.startswith("«") for text in texts)
    assert '<html lang="zh-CN">' in page


def test_the_head_names_every_value_with_its_scale(view: PlanView) -> None:
    said = {figure.label: figure.value for figure in status_line(view, english)}
    assert said == {
        "Status": "feasible: a roster was found, a better one is not ruled out",
        "Objective": "1,234.5 points",
        "Bound": "1,200.0 points",
        "Gap": "2.79%",
        "Wall time": "58.3 s",
        "Strategy": "exact",
    }


def test_key_figures_add_up(view: PlanView) -> None:
    hours = {figure.label: figure.value for figure in key_figures(view, (), "en", english)}
    required, present, missing, above = (
        float(hours[label].removesuffix(" h").replace(",", ""))
        for label in ("Required", "Rostered on duty", "Short", "Above the requirement")
    )
    assert present - required == pytest.approx(above - missing, abs=0.2)


def test_the_shortfall_rows_miss_what_the_head_says(view: PlanView) -> None:
    table = shortfall_table(view, "en", english)
    (short,) = [figure for figure in key_figures(view, (), "en", english) if figure.label == "Short"]
    assert f"{sum(row.hours for row in table.rows) + table.unlisted_hours:,.1f} h" == short.value


def test_every_rule_is_listed_with_its_citation_and_count_zero_too(view: PlanView) -> None:
    rows = rule_rows(view, english)
    assert [row.name for row in rows] == [rule.name for rule in view.rules]
    assert sum(row.count for row in rows) == len(view.violations)
    assert {row.name: row.citation for row in rows}["weekly-rest"] == "LL-38"
    assert any(row.count == 0 for row in rows)


def test_every_rule_of_every_law_pack_has_a_title() -> None:
    names = {rule.name for pack in ("none", "china", "china-comprehensive") for rule in law_pack(pack)}
    assert names <= set(titles())


def test_violations_are_sentences_in_the_readers_language(view: PlanView) -> None:
    rows = violation_rows(view, "en", lambda sentence: f"«{sentence}»")
    assert len(rows) == len(view.violations)
    assert all(row.sentence.startswith("«") and "{" not in row.sentence for row in rows)


def test_a_roster_with_hard_violations_is_called_not_lawful(view: PlanView) -> None:
    assert lawful_line(view, english).tone == "bad"
    assert lawful_line(replace(view, violations=()), english).value == "Keeps every hard rule"


def test_a_plan_without_a_roster_names_the_conflicts_and_shows_the_forecast(view: PlanView) -> None:
    conflicts = (
        Conflict(AgentId("A1"), "{rules}: {agent}", {"rules": "weekly-rest", "agent": "Ann"}),
        Conflict(None, "{rules}: {agent}", {"rules": "period-hours", "agent": "<Bob>"}),
    )
    result = replace(
        view.result,
        status=Status.INFEASIBLE,
        roster=None,
        objective=None,
        bound=None,
        violations=(),
        conflicts=conflicts,
    )
    page = render_plan_report(replace(view, roster=None, result=result, violations=()), english, "en")
    shown = Text(page).words
    assert "weekly-rest: Ann" in shown
    assert "period-hours: <Bob>" in shown
    assert "none: no roster was found" in shown
    assert 'id="roster-frame"' not in page
    assert 'data-chart="forecast"' in page


def test_the_drill_bears_its_mark_and_hides_what_players_must_not_read(view: PlanView) -> None:
    drill = new_drill(Family.COMPLAINT_SURGE, 7, _roster(view), view.instance)
    page = render_plan_report(replace(view, drill=drill), english, "en")
    assert "演练" in Text(page).words
    before, injects = page.split("<details>", 1)
    assert drill.scenario.injects[0].text.en not in before
    assert len(re.findall("<li><time>", injects)) == len(drill.scenario.injects)


def test_a_plan_of_475_people_and_a_month_stays_below_15_megabytes() -> None:
    page = render_plan_report(replace(sample_view(agents=475, days=30), rules=()), english, "en")
    assert len(page.encode()) < 15_000_000


def test_the_same_plan_gives_the_same_page(view: PlanView, page: str) -> None:
    assert render_plan_report(view, english, "en") == page


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(1234.56, 1, "1,234.6"), (-0.01, 1, "0.0"), (0.5, 0, "0"), (1e6, 0, "1,000,000")]
)
def test_numbers_are_written_with_thousands_and_no_minus_before_zero(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_small_shares_keep_more_digits() -> None:
    assert (share(0.0279), share(0.23), share(0)) == ("2.79%", "23.0%", "0.0%")
