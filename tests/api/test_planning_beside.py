"""Drills planned in a process beside: the same programme as in one's own, and nothing left behind."""

from pathlib import Path

import pytest

from api.errors import WorkStoppedError
from api.planning_beside import drills_of, planning_beside
from api.usecases.drill_programme import ProgrammeOrder
from drills.programme.question import Policy
from drills.programme.record import programme_json
from scheduler.formats import read_site
from tests.api import small_centre as centre
from tests.api.small_plan import NOW

ORDER = ProgrammeOrder(centre.FIRST, 1, policy=Policy(budget=99999, work=0.5, cast_work=0.5))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, content in centre.SITE_FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path / "site.toml"


def test_a_programme_planned_beside_is_the_one_that_is_planned_here(site: Path) -> None:
    with planning_beside(site, ORDER, NOW) as drills:
        found = drills.result()
    here = drills_of(read_site(site), ORDER, NOW)
    assert programme_json(found.programme) == programme_json(here.programme)
    assert found.basis.duties == here.basis.duties
    assert set(found.basis.names.values()) <= set(centre.NAMES.values())


def test_what_is_not_done_at_the_end_is_stopped(site: Path) -> None:
    with planning_beside(site, ORDER, NOW) as drills:
        pass
    assert isinstance(drills.exception(), WorkStoppedError)
