"""The rules that a site can have, in the reader's language."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.reports.rules_told import RuleTold, rules_told
from api.routes.asking import Language
from api.translation import translator
from api.usecases.rules import list_rules, rule_called

router = APIRouter(prefix="/rules", tags=["rules"])


@router.get("")
def get_rules(
    language: Language,
    pack: Annotated[str | None, Query(max_length=40, description="only the rules of this law pack")] = None,
) -> list[RuleTold]:
    """List the rules of every law pack and those that a site may add, with source, parameters and how each differs."""
    return rules_told(list_rules(pack), translator(language))


@router.get("/{name}")
def get_rule(name: Annotated[str, Path(max_length=80)], language: Language) -> RuleTold:
    """Tell one rule."""
    return rules_told([rule_called(name)], translator(language))[0]
