"""What a draft gave up as plain JSON values, there and back, so that it can be said in any language later."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from forecasting.messages import Sentence
from scheduler.agents import AgentId
from scheduler.explain.claims import Claim, Side
from scheduler.explain.relaxation import Relaxation


def relaxation_document(found: Relaxation) -> dict[str, object]:
    """Return *found* in values that JSON has words for."""
    return {
        "cannot_hold": [_claim_document(claim) for claim in found.cannot_hold],
        "given_up": [{**_claim_document(claim), "missed_by": amount} for claim, amount in found.relief.items()],
        "alternatives": [[_claim_document(claim) for claim in other] for other in found.alternatives],
        "sentence": _sentence_document(found.sentence),
        "proven": found.proven,
    }


def relaxation_of(document: Mapping[str, Any]) -> Relaxation:
    """Return the relaxation that *document* was made of."""
    return Relaxation(
        _claims(document["cannot_hold"]),
        {_claim(claim): claim["missed_by"] for claim in document["given_up"]},
        tuple(_claims(other) for other in document["alternatives"]),
        _sentence(document["sentence"]),
        document["proven"],
    )


def _claim_document(claim: Claim) -> dict[str, object]:
    return {
        "rule": claim.rule,
        "citation": claim.citation,
        "agent": claim.agent,
        "team": claim.team,
        "days": [day.isoformat() for day in claim.days],
        "side": claim.side.value,
        "about": claim.about,
    }


def _claims(documents: Iterable[Mapping[str, Any]]) -> tuple[Claim, ...]:
    return tuple(_claim(document) for document in documents)


def _claim(document: Mapping[str, Any]) -> Claim:
    return Claim(
        document["rule"],
        document["citation"],
        None if document["agent"] is None else AgentId(document["agent"]),
        document["team"],
        tuple(date.fromisoformat(day) for day in document["days"]),
        Side(document["side"]),
        document["about"],
    )


def _sentence_document(sentence: Sentence) -> dict[str, object]:
    return {"template": sentence.template, "values": {name: _value(value) for name, value in sentence.values.items()}}


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return _sentence_document(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def _sentence(document: Mapping[str, Any]) -> Sentence:
    values = {
        name: _sentence(value) if isinstance(value, dict) else value for name, value in document["values"].items()
    }
    return Sentence(document["template"], **values)
