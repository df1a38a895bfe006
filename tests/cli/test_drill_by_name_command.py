"""``watchbill drill new --scenario``: a scenario by name, several incidents at once, templates of one's own."""

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.cli.test_drill_command import Centre

EXAMPLES = Path(__file__).parents[2] / "examples" / "scenarios"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path, needed=1.0)


def drill(centre: Centre, *words: str) -> int:
    files = ("site", "site.toml"), ("roster", "roster.csv"), ("requirement", "requirement.csv"), ("out", "out")
    options = [word for name, file in files for word in (f"--{name}", str(centre.folder / file))]
    return main(["--language", "en", "drill", "new", "--seed", "7", *options, *words])


def test_several_incidents_at_once_are_placed_like_any_drill(centre: Centre) -> None:
    assert drill(centre, "--scenario", "silence-hides-rumour", "--form", "functional") == 0
    written = centre.written()
    stem = "drill-silence-hides-rumour-7"
    assert list(written) == [f"{stem}-roster.csv", f"{stem}.ics", f"{stem}.json", f"{stem}.md"]
    scenario = json.loads(written[f"{stem}.json"])["scenario"]
    assert [incident["family"] for incident in scenario["incidents"]] == ["public-opinion-crisis", "system-outage"]
    assert "one hides another" in written[f"{stem}.md"].decode()
    assert b"rumour" not in written[f"{stem}.ics"].replace(b"silence-hides-rumour-7", b"")


def test_a_scenario_of_ones_own_is_placed_by_name_and_by_family(centre: Centre) -> None:
    own = ("--templates", str(EXAMPLES))
    assert drill(centre, "--scenario", "lockers-refuse-codes", *own) == 0
    assert "drill-lockers-refuse-codes-7.md" in centre.written()
    assert drill(centre, "--family", "logistics-disruption", "--level", "III", *own) == 0
    assert "drill-logistics-disruption-7.md" in centre.written()


def test_a_name_that_there_is_not_is_refused_with_those_there_are(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill(centre, "--scenario", "nothing") == 2
    told = capsys.readouterr().err
    assert "there is no template nothing; there are " in told
    assert "payment-timeouts" in told
    assert centre.written() == {}


def test_a_file_that_cannot_be_used_stops_only_what_needs_it(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    source = (EXAMPLES / "lockers-refuse-codes.toml").read_text(encoding="utf-8")
    (own / "mine.toml").write_text(source.replace("version = ", "verson = "), encoding="utf-8")
    assert drill(centre, "--scenario", "payment-timeouts", "--templates", str(own)) == 0
    assert "mine.toml, version: this is missing" in capsys.readouterr().err
    assert "drill-payment-timeouts-7.md" in centre.written()
    assert drill(centre, "--scenario", "lockers-refuse-codes", "--templates", str(own)) == 2
    assert "mine.toml, verson: there is no such field" in capsys.readouterr().err
    assert "drill-lockers-refuse-codes-7.md" not in centre.written()


def test_a_form_that_the_scenario_lacks_is_refused(centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    assert drill(centre, "--scenario", "silence-hides-rumour") == 2
    assert "has no tabletop form" in capsys.readouterr().err


def test_either_a_family_or_a_name_is_asked_for(centre: Centre) -> None:
    with pytest.raises(SystemExit):
        drill(centre)
    with pytest.raises(SystemExit):
        drill(centre, "--family", "system-outage", "--scenario", "payment-timeouts")
