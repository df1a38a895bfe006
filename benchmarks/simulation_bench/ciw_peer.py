"""The same day as a Ciw network: a node for each group of people and one for those who will come again."""

import importlib
from dataclasses import dataclass
from typing import Any

from benchmarks.simulation_bench.centres import GROUP_OF, SHARES
from forecasting.simulation import Centre

GROUPS = 4
AWAY = GROUPS + 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Shares of attempts: answered within the target's seconds, and left."""

    attempts: int
    answered_within: float
    left: float


def network(ciw: Any, centre: Centre) -> Any:
    """Return *centre*, whose groups serve their classes only, as a network; unused arguments stay at Ciw's defaults."""
    streams = {stream.name: stream for stream in centre.streams}
    patience = {name: ciw.dists.Exponential(1 / (stream.patience_seconds or 0)) for name, stream in streams.items()}
    arrivals = {name: _per_node(name, _intervals(ciw, centre, name)) for name in SHARES}
    away = {name: ciw.dists.Exponential(1 / stream.retrial_seconds) for name, stream in streams.items()}
    return ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions={
            name: [
                *[ciw.dists.Exponential(1 / float(stream.handling_seconds[0]))] * GROUPS,
                away[name],
            ]
            for name, stream in streams.items()
        },
        reneging_time_distributions={name: [*[patience[name]] * GROUPS, None] for name in SHARES},
        priority_classes={name: streams[name].priority for name in SHARES},
        routing={name: _routing(ciw, GROUP_OF[name] + 1, float(streams[name].retrial_share)) for name in SHARES},
        number_of_servers=[*(_heads(centre, group) for group in range(GROUPS)), float("inf")],
    )


def simulate(centre: Centre, seed: int) -> Counts:
    """Run one day until everybody has gone."""
    ciw = importlib.import_module("ciw")
    ciw.seed(seed)
    run = ciw.Simulation(network(ciw, centre))
    run.simulate_until_max_time(centre.horizon_seconds + 3600.0)
    records = [each for each in run.get_all_records(only=["service", "renege"]) if each.node <= GROUPS]
    within = sum(each.record_type == "service" and each.waiting_time <= 20.0 for each in records)
    left = sum(each.record_type == "renege" for each in records)
    return Counts(len(records), within / len(records), left / len(records))


def _per_node(name: str, intervals: Any) -> list[Any]:
    return [intervals if node == GROUP_OF[name] else None for node in range(GROUPS)] + [None]


def _intervals(ciw: Any, centre: Centre, name: str) -> Any:
    contacts = next(stream for stream in centre.streams if stream.name == name).contacts
    ends = [centre.slot_seconds * (slot + 1) for slot in range(centre.n_slots)]
    rates = [float(expected) / centre.slot_seconds for expected in contacts]
    return ciw.dists.PoissonIntervals(rates=rates, endpoints=ends, max_sample_date=centre.horizon_seconds)


def _heads(centre: Centre, group: int) -> int:
    return sum(GROUP_OF[next(iter(person.levels))] == group for person in centre.people)


def _routing(ciw: Any, home: int, retrial_share: float) -> Any:
    class Redial(ciw.routing.Leave):  # type: ignore[misc]  # a class of an untyped library
        """Leaves after service, comes again now and then after losing patience."""

        def next_node_for_jockeying(self, _customer: Any) -> Any:
            again = ciw.rng.random() < retrial_share
            return self.simulation.nodes[AWAY if again else -1]

    return ciw.routing.NetworkRouting([*(Redial() for _group in range(GROUPS)), ciw.routing.Direct(to=home)])
