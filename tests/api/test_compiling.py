"""Code compiled ahead of time: whatever is compiled gets called, and never in the way of what runs beside it."""

from api.compiling import compile_everything, compiling_beside
from forecasting.simulation.engine import engine as simulation_engine
from scheduler.lines.engine import engine
from scheduler.strategies.slots_engine import slots_engine


def test_everything_that_the_demo_calls_has_been_compiled_afterwards() -> None:
    compile_everything()
    slots = slots_engine()
    of_lines = [slots.price_goal, slots.value_options, slots.place_line, slots.count_line]
    for function in (engine(), simulation_engine(), *of_lines):
        assert function.signatures  # type: ignore[attr-defined]  # of compiled functions alone


def test_the_process_beside_ends_with_the_block() -> None:
    with compiling_beside() as process:
        assert process.poll() is None
    assert process.returncode is not None
