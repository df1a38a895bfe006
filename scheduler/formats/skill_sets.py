"""The skill sets of a site file: what people serve together, and who they are."""

from collections.abc import Collection

from forecasting.messages import N_
from forecasting.staffing.skills import MOST_SETS, SkillSet
from scheduler.agents import SkillLevel
from scheduler.formats.sections import Section, build, by_name
from scheduler.formats.values import choice_of, nearest, number, one_of, sequence, text, words
from scheduler.skills import Members

KEYS = ("name", "queues", "level", "languages", "teams", "cost")


def read_skill_sets(root: Section, queues: Collection[str], teams: Collection[str]) -> tuple[Members, ...]:
    """Read the tables ``skill_sets`` over the *queues* and *teams* of the site; every queue is served by one of them at least."""
    found = by_name(root, "skill_sets", lambda section: _read(section, queues, teams))
    sets = tuple(members for members in found.values() if members is not None)
    if len(found) > MOST_SETS:
        root.refuse("skill_sets", N_("are too many"), f"{MOST_SETS}")
    if sets and len(sets) == len(found):
        served = {queue for members in sets for queue in members.skills.queues}
        for queue in queues:
            if queue not in served:
                root.note(
                    "skill_sets", N_("serve not all queues"), value=queue, expected=N_("a skill set for every queue")
                )
    return sets


def _read(section: Section, queues: Collection[str], teams: Collection[str]) -> Members | None:
    section.only(KEYS)
    name = section.need("name", text, N_("the skill set's name"))
    served = section.need("queues", sequence(one_of(queues)), N_("the names of the queues that its people serve")) or ()
    if section.has("queues") and section.sound and not served:
        section.refuse("queues", N_("names no queue"), nearest("", queues))
    level = section.read("level", choice_of(SkillLevel), SkillLevel.JUNIOR)
    languages = section.read("languages", words, ())
    among = section.read("teams", sequence(one_of(teams)), ())
    cost = section.read("cost", number(), None)
    return build(
        section,
        lambda: Members(
            SkillSet(name or "", tuple(dict.fromkeys(served)), level - SkillLevel.JUNIOR, cost), among, level, languages
        ),
    )
