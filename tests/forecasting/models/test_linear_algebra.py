"""Linear algebra on one thread."""

from contextlib import ExitStack

from threadpoolctl import threadpool_info, threadpool_limits

from forecasting.models.linear_algebra import on_one_thread


def threads() -> set[int]:
    return {int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_who_leaves_first_does_not_lift_the_limit_for_the_others() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        first, second = ExitStack(), ExitStack()
        first.enter_context(on_one_thread())
        second.enter_context(on_one_thread())
        first.close()
        assert threads() == {1}
        second.close()
        assert threads() == {2}
