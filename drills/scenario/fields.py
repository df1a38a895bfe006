"""The kinds of values that stand in a template file."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from drills.incidents import Level
from forecasting.messages import N_
from scheduler.agents import SkillLevel

STRICT = ConfigDict(extra="forbid", strict=True)
_WORD = r"[a-z][a-z0-9_-]*"


def _numeral(value: object) -> Level:
    if isinstance(value, Level):
        return value
    if isinstance(value, str) and value in Level.__members__:
        return Level[value]
    raise ValueError(N_("expected one of I, II, III, IV"))


def _skill(value: object) -> SkillLevel:
    if isinstance(value, SkillLevel):
        return value
    if isinstance(value, str) and value.upper() in SkillLevel.__members__ and value.islower():
        return SkillLevel[value.upper()]
    raise ValueError(N_("expected one of junior, intermediate, senior"))


def _number_or_name(value: object) -> object:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise ValueError(N_("expected a whole number or the name of a parameter"))


Numeral = Annotated[Level, BeforeValidator(_numeral)]
Skill = Annotated[SkillLevel, BeforeValidator(_skill)]
Name = Annotated[str, Field(pattern=rf"^{_WORD}$")]
Reference = Annotated[str, Field(pattern=rf"^{_WORD}(\.{_WORD})?$")]  # of a combination: its part, a dot, a name there
Whole = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Positive = Annotated[int, Field(ge=1)]
Minutes = Annotated[float, Field(gt=0)]
Number = Annotated[int | str, BeforeValidator(_number_or_name)]  # a number, or the parameter that holds one
