"""One file a person, whatever their id."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from api.feeds import file_names, write_agent_feeds
from scheduler.agents import AgentId

if TYPE_CHECKING:
    from tests.feeds.conftest import Centre

PUBLISHED = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


def test_every_agent_gets_a_file_with_their_own_shifts(shanghai: "Centre", tmp_path: Path) -> None:
    paths = write_agent_feeds(shanghai.nights(), shanghai.instance, tmp_path / "feeds", PUBLISHED, site="Hangzhou")
    assert [path.name for path in paths] == ["ann.ics", "bob.ics"]
    assert sorted((tmp_path / "feeds").iterdir()) == sorted(paths)
    events = [len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) for path in paths]
    assert events == [shanghai.days, 0]


def test_a_file_holds_shifts_long_past(shanghai: "Centre", tmp_path: Path) -> None:
    long_after = PUBLISHED.replace(year=2031)
    path, _ = write_agent_feeds(shanghai.nights(), shanghai.instance, tmp_path, long_after)
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == shanghai.days


def test_writing_again_gives_the_same_bytes(shanghai: "Centre", tmp_path: Path) -> None:
    path, _ = write_agent_feeds(shanghai.nights(), shanghai.instance, tmp_path, PUBLISHED)
    before = path.read_bytes()
    write_agent_feeds(shanghai.nights(), shanghai.instance, tmp_path, PUBLISHED)
    assert path.read_bytes() == before


def test_a_safe_id_is_its_own_file_name() -> None:
    assert file_names([AgentId("A-017"), AgentId("张伟")]) == {"A-017": "A-017.ics", "张伟": "张伟.ics"}


def test_ids_that_differ_in_case_alone_get_files_of_their_own() -> None:
    names = file_names([AgentId("a1"), AgentId("A1")])
    assert len({name.casefold() for name in names.values()}) == 2


def test_device_names_paths_and_hidden_names_are_made_safe() -> None:
    names = file_names([AgentId(name) for name in ("con", "COM1", "../../etc/passwd", ".hidden", "a/b", "x\x00y", "")])
    for name in names.values():
        assert not name.startswith(".")
        assert not {"/", "\\", ":", "\x00"} & set(name)
        assert name.split("-")[0].casefold() not in {"con", "com1"}


@given(st.lists(st.text(max_size=300).map(AgentId), unique=True, max_size=12))
def test_no_ids_share_a_file_or_leave_the_directory(agents: list[AgentId]) -> None:
    names = list(file_names(agents).values())
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert Path(name).name == name
        assert len(name.encode()) <= 255
