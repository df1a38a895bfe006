import numpy as np
import pytest
from scipy import integrate
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve

from forecasting.site import PriorityClass, Queue, ServiceTarget
from forecasting.staffing import least_agents, service_of

AHT = 180.0


def queue(*shares: float, patience: float | None = None, within: float = 60.0) -> Queue:
    classes = tuple(
        PriorityClass(f"class {place}", share, ServiceTarget(0.8, within)) for place, share in enumerate(shares)
    )
    return Queue("phone", target=ServiceTarget(0.0), patience_seconds=patience, classes=classes, max_occupancy=1.0)


def met(asked: Queue, load: float, agents: float, rank: int | None) -> dict[str, float]:
    service = service_of(asked, np.array([load]), np.array([agents]), np.array([AHT]), rank)
    return {name: float(getattr(service, name)[0]) for name in service.__slots__}


def test_waits_are_those_of_kella_and_yechiali() -> None:
    load, agents, shares = 10.0, 12, (0.2, 0.3, 0.5)
    asked = queue(*shares)
    busy = met(asked, load, agents, None)["waits"]
    upto = np.cumsum(shares) * load / agents
    before = np.concatenate([[0.0], upto[:-1]])
    expected = busy * AHT / agents / ((1 - before) * (1 - upto))
    assert [met(asked, load, agents, rank)["mean_wait_seconds"] for rank in range(3)] == pytest.approx(expected)


@pytest.mark.parametrize("patience", [None, 120.0])
def test_one_class_is_the_queue_and_several_share_its_mean_wait(patience: float | None) -> None:
    whole = met(queue(1.0, patience=patience), 10, 12, None)
    assert met(queue(1.0, patience=patience), 10, 12, 0)["mean_wait_seconds"] == pytest.approx(
        whole["mean_wait_seconds"]
    )
    shares = (0.1, 0.6, 0.3)
    each = [met(queue(*shares, patience=patience), 10, 12, rank)["mean_wait_seconds"] for rank in range(3)]
    assert np.dot(shares, each) == pytest.approx(whole["mean_wait_seconds"])
    assert each == sorted(each)


def test_the_first_class_waits_an_exponential_time() -> None:
    asked = queue(0.3, 0.7, within=45)
    busy = met(asked, 10, 12, None)["waits"]
    assert 1 - met(asked, 10, 12, 0)["answered_within"] == pytest.approx(busy * np.exp(-(12 - 3) * 45 / AHT), rel=1e-6)


def test_the_distribution_of_waits_has_the_mean_wait() -> None:
    def late(seconds: float) -> float:
        return 1 - met(queue(0.4, 0.6, within=seconds), 10, 12, 1)["answered_within"]

    area, _error = integrate.quad(late, 0, 4000, limit=200)
    assert area == pytest.approx(met(queue(0.4, 0.6), 10, 12, 1)["mean_wait_seconds"], rel=1e-4)


def test_classes_who_leave_agree_with_the_states_one_by_one() -> None:
    load, agents, share, patience, most = 4.0, 4, 0.4, 120.0, 40
    rates, leave = (load * share / AHT, load * (1 - share) / AHT), 1 / patience
    states = {("free", count): count for count in range(agents)}
    for first in range(most):
        for second in range(most):
            states["busy", first, second] = len(states)  # type: ignore[index]  # both kinds of states in one table
    flow = lil_matrix((len(states), len(states)))

    def move(start: tuple[object, ...], end: tuple[object, ...], rate: float) -> None:
        if end in states and rate:
            flow[states[start], states[end]] += rate  # type: ignore[index]  # as above
            flow[states[start], states[start]] -= rate  # type: ignore[index]  # as above

    for count in range(agents):
        move(("free", count), ("free", count + 1) if count + 1 < agents else ("busy", 0, 0), sum(rates))
        move(("free", count), ("free", count - 1), count / AHT)
    for first in range(most):
        for second in range(most):
            here = ("busy", first, second)
            move(here, ("busy", first + 1, second), rates[0])
            move(here, ("busy", first, second + 1), rates[1])
            after = ("busy", first - 1, second) if first else ("busy", 0, second - 1)
            move(here, after if first or second else ("free", agents - 1), agents / AHT)
            move(here, ("busy", first - 1, second), first * leave)
            move(here, ("busy", first, second - 1), second * leave)
    balance = flow.T.tolil()
    balance[0, :] = 1.0
    right = np.zeros(len(states))
    right[0] = 1.0
    chances = spsolve(balance.tocsc(), right)
    waiting = np.array([[key[1], key[2]] if key[0] == "busy" else [0, 0] for key in map(tuple, states)], float)
    expected = (chances @ waiting) / np.array(rates)
    asked = queue(share, 1 - share, patience=patience)
    found = [met(asked, load, agents, rank)["mean_wait_seconds"] for rank in (0, 1)]
    assert found == pytest.approx(expected, rel=1e-6)


def test_the_need_of_every_class_is_named_and_the_greatest_binds() -> None:
    urgent = PriorityClass("refunds", 0.3, ServiceTarget(0.95, 10))
    other = PriorityClass("other", 0.7, ServiceTarget(0.7, 120))
    asked = Queue("phone", target=ServiceTarget(0.0), patience_seconds=120, classes=(urgent, other), max_occupancy=1.0)
    needs = least_agents(asked, [10, 100], AHT)
    assert set(needs.by_measure) == {"answered_refunds", "answered_other", "occupancy"}
    assert (needs.agents == needs.by_measure["answered_refunds"]).all()
    alone = Queue("phone", target=ServiceTarget(0.95, 10), patience_seconds=120, max_occupancy=1.0)
    assert (needs.agents < least_agents(alone, [10, 100], AHT).agents).all()
