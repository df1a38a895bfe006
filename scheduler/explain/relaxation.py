"""The least that must be given up so that a roster exists: person by person, then for those whom shared rules tie together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId
from scheduler.explain.claim_model import ClaimModel, GiveUp, TooHardError
from scheduler.explain.claims import Claim, in_order
from scheduler.explain.phrases import Phrases, both
from scheduler.explain.spared import Relief, spare
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.rules.base import Rule
from scheduler.rules.several import is_counting

MOST_ALTERNATIVES = 3
MOST_PARTS = 3  # an alternative that gives up more rules than these helps nobody to choose


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Claims that cannot all hold, what of them was given up, and what else would have done, cheapest first.

    *relief* tells by how much each given up claim is missed, 0 where it has no measure. *sentence* says it all. Where
    time ran out before the least was found, *proven* is False.
    """

    cannot_hold: tuple[Claim, ...]
    relief: Relief
    alternatives: tuple[tuple[Claim, ...], ...]
    sentence: Sentence
    proven: bool = True

    @property
    def given_up(self) -> tuple[Claim, ...]:
        """The claims that the roster was made without."""
        return tuple(in_order(self.relief))

    @property
    def weight(self) -> int:
        """How much was given up, see ``Claim.weight``."""
        return sum(claim.weight for claim in self.relief)


@dataclass
class _Search:
    """The search for the least relaxations of some agents' shifts."""

    instance: Instance
    agents: Sequence[Agent]
    rules: Sequence[Rule]
    forced: Sequence[Option] = ()
    asked: ClaimModel = field(init=False)

    def __post_init__(self) -> None:
        self.asked = ClaimModel.of(self.instance, self.agents, self.rules)
        if self.forced:
            self.asked.force(self.forced)

    def relaxations(self) -> list[Relaxation]:
        """Return what is least to give up, conflict by conflict; none where nothing has to be."""
        given_up = self.asked.least()
        if given_up is None:
            raise TooHardError
        if not given_up:
            return []
        proven = self.asked.proven
        amounts = self.asked.amounts(given_up)
        found = [self._relaxation(part, claims, given_up, amounts) for claims, part in self._conflicts(given_up)]
        return [replace(relaxation, proven=proven) for relaxation in found]

    def _conflicts(self, given_up: GiveUp) -> list[tuple[list[Claim], GiveUp]]:
        """Return the conflicts with what is given up of each; those about the same rules and people are one."""
        found: dict[frozenset[object], tuple[list[Claim], set[Claim]]] = {}
        for claim in in_order(given_up):
            if any(claim in part for _, part in found.values()):
                continue
            claims = self.asked.cannot_hold(set(self.asked.kept) - given_up | {claim})
            key = frozenset(one.family for one in claims)
            known, part = found.setdefault(key, ([], set()))
            known += [one for one in claims if one not in known]
            part.add(claim)
        return [(claims, frozenset(part)) for claims, part in found.values()]

    def _relaxation(
        self, part: GiveUp, claims: Sequence[Claim], given_up: GiveUp, amounts: Mapping[Claim, int]
    ) -> Relaxation:
        alternatives = self._alternatives(part, given_up - part)
        relief = {claim: amounts[claim] for claim in part}
        return Relaxation(
            tuple(in_order(claims)),
            relief,
            tuple(tuple(in_order(other)) for other in alternatives),
            told(Phrases(self.instance, self.rules), claims, relief, alternatives, asked_for=bool(self.forced)),
        )

    def _alternatives(self, chosen: GiveUp, given_up: GiveUp) -> list[GiveUp]:
        """Return other sets of claims that do as well as *chosen*, by other rules; *given_up* is given up anyway."""
        blocked, found = [chosen], list[GiveUp]()
        while len(found) < MOST_ALTERNATIVES:
            try:
                other = self.asked.least(blocked=blocked, free=given_up)
            except TooHardError:
                break
            if other is None or len({claim.family for claim in other}) > MOST_PARTS:
                break
            blocked.append(other)
            found.append(other)
        return found


def told(
    phrases: Phrases,
    claims: Iterable[Claim],
    relief: Mapping[Claim, int],
    alternatives: Sequence[Iterable[Claim]],
    *,
    asked_for: bool = False,
) -> Sentence:
    """Return the sentence of a relaxation: of a roster that has it, or of a shift that is *asked_for*."""
    said = phrases.of(claims)
    clash, chosen = both(said), both(phrases.of(relief, relief))
    if asked_for:
        start = Sentence(
            N_("with this shift {claims} cannot hold: it takes giving up {chosen}"), claims=clash, chosen=chosen
        )
        return (
            Sentence(N_("{first}; or {other}"), first=start, other=_others(phrases, alternatives))
            if alternatives
            else start
        )
    cannot = Sentence(N_("{claim} cannot hold"), claim=clash)
    if len(said) == 2:
        cannot = Sentence(N_("{claims} cannot both hold"), claims=clash)
    elif len(said) > 2:
        cannot = Sentence(N_("{claims} cannot all hold"), claims=clash)
    if not alternatives:
        return Sentence(N_("{cannot}; given up: {chosen}"), cannot=cannot, chosen=chosen)
    return Sentence(
        N_("{cannot}: either give up {chosen}, as this roster does; or {others}"),
        cannot=cannot,
        chosen=chosen,
        others=_others(phrases, alternatives),
    )


def _others(phrases: Phrases, alternatives: Sequence[Iterable[Claim]]) -> Sentence:
    others = both(phrases.of(alternatives[0]))
    for other in alternatives[1:]:
        others = Sentence(N_("{first}; or {other}"), first=others, other=both(phrases.of(other)))
    return others


def relax_person(
    instance: Instance, agent: Agent, rules: Sequence[Rule], forced: Sequence[Option] = ()
) -> list[Relaxation]:
    """Return the least that *agent* alone must be spared to have a line of shifts; none where there is one.

    The line is to have one of *forced*, options of one day, where there are any. Raises TooHardError where the least was not found within the work limit.
    """
    alone = [rule for rule in rules if not is_counting(rule)]  # others may bring the heads, too
    return _Search(instance, [agent], alone, forced).relaxations()


def relax_together(instance: Instance, agents: Sequence[Agent], rules: Sequence[Rule]) -> list[Relaxation]:
    """Return the least that *agents* together must be spared, each of whom has a line of their own."""
    return _Search(instance, agents, rules).relaxations()


def same_for(relaxation: Relaxation, instance: Instance, agent: Agent, rules: Sequence[Rule]) -> Relaxation:
    """Return *relaxation* of one person for *agent*, who is alike in all that it rests on."""
    mine = {claim: replace(claim, agent=agent.id) for claim in _claims(relaxation)}
    relief = {mine[claim]: amount for claim, amount in relaxation.relief.items()}
    claims = tuple(mine[claim] for claim in relaxation.cannot_hold)
    alternatives = tuple(tuple(mine[claim] for claim in other) for other in relaxation.alternatives)
    sentence = told(Phrases(instance, rules), claims, relief, alternatives)
    return Relaxation(claims, relief, alternatives, sentence, relaxation.proven)


def _claims(relaxation: Relaxation) -> set[Claim]:
    return {
        *relaxation.cannot_hold,
        *relaxation.relief,
        *(claim for other in relaxation.alternatives for claim in other),
    }


def spared_rules(rules: Sequence[Rule], relaxations: Iterable[Relaxation]) -> tuple[Rule, ...]:
    """Return *rules* less what *relaxations* give up."""
    relief = {claim: amount for relaxation in relaxations for claim, amount in relaxation.relief.items()}
    return spare(rules, relief)


def people_of(relaxations: Iterable[Relaxation]) -> set[AgentId]:
    """Return the agents whom *relaxations* spare something."""
    return {claim.agent for relaxation in relaxations for claim in relaxation.relief if claim.agent is not None}
