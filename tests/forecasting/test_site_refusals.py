"""What a site cannot mean is refused in sentences that can be said in any language."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from forecasting.absences import Absence, Absences
from forecasting.containment import Containment
from forecasting.messages import Sentence, sentence_of
from forecasting.site import Channel, PriorityClass, Queue, ServiceTarget

NO_TARGET = ServiceTarget(0, 20)
REFUSED: list[tuple[Callable[[], object], str]] = [
    (partial(Queue, "q", patience_seconds=-5), "queue q: patience_seconds -5; expected above 0"),
    (partial(Queue, "q", shrinkage=1.0), "queue q: shrinkage 1.0; expected 0 or more and below 1"),
    (partial(Queue, "q", concurrency=0), "queue q: concurrency 0; expected 1 or more"),
    (partial(Queue, "q", handover_share=2), "queue q: handover_share 2; expected above 0, at most 1"),
    (
        partial(Queue, "q", channel=Channel.EMAIL, redial_share=0.1),
        "queue q: redial_share mean nothing to a backlog (email); expected phone or chat",
    ),
    (
        partial(Queue, "q", classes=(PriorityClass("a", 0.4, NO_TARGET),)),
        "queue q: the shares of its classes sum to 0.4; expected 1",
    ),
    (partial(PriorityClass, "a", 2, NO_TARGET), "priority class a: share 2; expected above 0, at most 1"),
    (partial(ServiceTarget, 1.5, 20), "service target share 1.5: expected 0 or more and below 1"),
    (partial(ServiceTarget, 0.5, -1), "service target within_seconds -1: expected 0 or more"),
    (partial(Absence, "ill", 1), "absence ill: share 1; expected 0 or more and below 1"),
    (partial(Absence, "ill", 0.1, by_month=(1.0,)), "absence ill: 1 factors of months; expected 12"),
    (
        partial(Absences, (Absence("ill", 0.1), Absence("ill", 0.1))),
        "absences have the same name; expected a name of their own",
    ),
    (partial(Containment, "q", date(2026, 1, 1), 0.1, 2), "containment of q: after 2; expected 0 to 0.98"),
]


@pytest.mark.parametrize(("make", "told"), REFUSED, ids=[told for _make, told in REFUSED])
def test_a_refusal_is_a_sentence_with_its_values(make: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        make()
    sentence = sentence_of(refused.value)
    assert isinstance(sentence, Sentence)
    assert sentence == told
