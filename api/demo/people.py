"""The made-up shop's people: about 120 agents in three teams, some protected by law, some away for days."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

SURNAMES = tuple("王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任")
WOMEN = [
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "燕",
    "玲",
    "婷",
    "雪",
    "琳",
    "晶",
    "欣怡",
    "雨桐",
    "梓涵",
    "思雨",
    "佳怡",
    "梦瑶",
    "嘉欣",
    "晓燕",
    "丽华",
    "秀英",
    "美玲",
    "文静",
    "若曦",
    "诗涵",
    "慧敏",
    "海燕",
    "雅琴",
    "婉婷",
    "子萱",
    "可馨",
    "语嫣",
    "书瑶",
]
MEN = [
    "伟",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "杰",
    "涛",
    "超",
    "明",
    "刚",
    "平",
    "鹏",
    "浩然",
    "子轩",
    "宇航",
    "俊杰",
    "志强",
    "建国",
    "文博",
    "天宇",
    "家豪",
    "嘉诚",
    "晓东",
    "海涛",
    "志远",
    "国栋",
    "立新",
    "一鸣",
    "博文",
    "承泽",
    "逸飞",
]
COLUMNS = ("id", "name", "team", "contract", "level", "grade", "languages", "restrictions", "leave", "zone")
LEVELS = ("junior", "intermediate", "senior")
LEVEL_SHARES = (0.50, 0.35, 0.15)
SECOND_LANGUAGES = (("", 0.80), ("en", 0.12), ("yue", 0.05), ("ja", 0.03))
AWAY_SHARE = 0.18
LONGEST_LEAVE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the agents file, as text."""

    id: str
    name: str
    team: str
    contract: str
    level: str
    grade: str
    languages: str
    restrictions: str = ""
    leave: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Crew:
    """A team's *heads*, the supervisors' contracts among them, and how many are protected, by restriction."""

    team: str
    letter: str
    heads: int
    contract: str
    supervisors: tuple[str, ...]
    protected: dict[str, int] = field(default_factory=dict)


CREWS = (
    Crew(
        "phone", "P", 45, "two-shift", ("supervisor-early", "supervisor-late") * 2,
        {"pregnant": 1, "nursing": 1, "young": 1},
    ),
    Crew(
        "chat", "C", 50, "three-shift", ("supervisor-chat-early", "supervisor-chat-late", "supervisor-night") * 2,
        {"nursing": 1, "young": 1},
    ),
    Crew("written", "W", 25, "two-shift", ("supervisor-early", "supervisor-late") * 2, {"pregnant": 1, "nursing": 1}),
)  # fmt: skip


def demo_people(seed: int, first: date, days: int) -> list[Person]:
    """Return the agents in order of their ids, their leave within *days* days from *first*; the same for the same *seed*."""
    random = Random(seed)
    names = _Names(random)
    people = [person for crew in CREWS for person in _members(crew, names, random)]
    return _with_leave(people, first, days, random)


def agents_csv(people: list[Person]) -> str:
    """Return the agents file that a site file names."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([getattr(person, column) for column in COLUMNS] for person in people)
    return text.getvalue()


class _Names:
    """Draws full names, none twice."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.given: set[str] = set()

    def draw(self, first_names: list[str]) -> str:
        while True:
            name = self.random.choice(SURNAMES) + self.random.choice(first_names)
            if name not in self.given:
                self.given.add(name)
                return name


def _members(crew: Crew, names: _Names, random: Random) -> Iterator[Person]:
    protected = [word for word, count in crew.protected.items() for _each in range(count)]
    for index in range(crew.heads):
        lead = index < len(crew.supervisors)
        restriction = protected[index - crew.heads] if index >= crew.heads - len(protected) else ""
        woman = restriction in {"pregnant", "nursing"} or random.random() < 0.6
        level = "junior" if restriction == "young" else random.choices(LEVELS, LEVEL_SHARES)[0]
        second = random.choices([word for word, _ in SECOND_LANGUAGES], [share for _, share in SECOND_LANGUAGES])[0]
        yield Person(
            id=f"{crew.letter}{index + 1:03d}",
            name=names.draw(WOMEN if woman else MEN),
            team=crew.team,
            contract=crew.supervisors[index] if lead else crew.contract,
            level="senior" if lead else level,
            grade="supervisor" if lead else "agent",
            languages=f"zh;{second}" if second else "zh",
            restrictions=restriction,
        )


def _with_leave(people: list[Person], first: date, days: int, random: Random) -> list[Person]:
    """Give some agents days away, none of them in the days around the horizon's middle, where the festival is."""
    middle = first + timedelta(days=days // 2 + 2)
    busy = {middle + timedelta(days=offset) for offset in range(-2, 4)}
    result = []
    for person in people:
        start = first + timedelta(days=random.randrange(days))
        length = random.randint(1, LONGEST_LEAVE_DAYS)
        away = [start + timedelta(days=index) for index in range(length)]
        wanted = random.random() < AWAY_SHARE and person.grade == "agent"
        fits = away[-1] < first + timedelta(days=days) and busy.isdisjoint(away)
        leave = f"{away[0]}..{away[-1]}" if length > 1 else str(away[0])
        result.append(replace(person, leave=leave) if wanted and fits else person)
    return result
