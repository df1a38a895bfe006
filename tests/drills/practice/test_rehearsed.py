from datetime import timedelta

from drills.exercise import LineKind, Phase, log_text, read_log, run_of
from drills.practice import Circumstances, rehearsed_run
from drills.roles import Form
from tests.drills.drawn import drawn
from tests.drills.practice.seated import BEGIN, seated

OUTAGE = seated(drawn("orders-vanish", Form.FUNCTIONAL), backups=True)


def test_16_the_same_seed_gives_the_same_log_to_the_byte() -> None:
    how = Circumstances(absent_share=0.2, pauses=2)
    one, other = (log_text(rehearsed_run(OUTAGE, 5, circumstances=how).log) for _ in range(2))
    assert one == other
    assert one != log_text(rehearsed_run(OUTAGE, 6, circumstances=how).log)


def test_1_pauses_move_no_inject_and_no_act_in_exercise_time() -> None:
    straight, paused = (rehearsed_run(OUTAGE, 5, circumstances=Circumstances(pauses=pauses)) for pauses in (0, 3))
    told = [[(line.ms, line.kind, line.data) for line in run.log if line.kind in _SEEN] for run in (straight, paused)]
    assert told[0] == told[1]
    lost = paused.log.last.at - straight.log.last.at
    assert timedelta(minutes=6) <= lost <= timedelta(minutes=45)


def test_injects_come_at_the_very_millisecond_for_which_they_are_planned() -> None:
    run = rehearsed_run(OUTAGE, 5)
    assert all(given.ms == given.planned_ms for given in run.state.given.values())


def test_a_rehearsed_log_reads_back_to_the_same_run() -> None:
    run = rehearsed_run(OUTAGE, 5)
    assert run_of(read_log(log_text(run.log))).state == run.state
    assert run.state.phase in {Phase.ENDED, Phase.EVALUATED}
    assert run.state.started_at == BEGIN


def test_what_was_done_wrongly_is_judged_wrong_at_once() -> None:
    run = next(run for run in (rehearsed_run(OUTAGE, seed) for seed in range(1, 50)) if run.state.judged)
    for name, judged in run.state.judged.items():
        seen = run.state.seen(name)
        assert seen is not None
        assert (judged.ms, judged.met) == (seen.ms, False)


_SEEN = {LineKind.INJECT, LineKind.CLOCK, LineKind.STAMP, LineKind.RAN_OUT, LineKind.JUDGED}
