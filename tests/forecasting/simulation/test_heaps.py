"""The kernel's heap: whatever is put in, put elsewhere and taken out, the first one is the least."""

from hypothesis import given
from hypothesis import strategies as st

from forecasting.simulation.heaps import empty_heap, push, put, take_out, top

SIZE = 40
MOVES = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.sampled_from([1.0, 2.0, 3.0, 4.0]), st.booleans()), max_size=160
)


@given(MOVES)
def test_the_first_has_the_least_key_and_of_equals_the_least_number(moves: list[tuple[int, float, bool]]) -> None:
    heap, held = empty_heap(SIZE), dict[int, float]()
    for item, key, out in moves:
        if out and item in held:
            take_out(heap, item)
            del held[item]
        elif not out and item not in held:
            push(heap, item, key)
            held[item] = key
        elif not out:
            put(heap, item, key)
            held[item] = key
        assert heap.filled[0] == len(held)
        if held:
            assert (held[top(heap)], top(heap)) == min((key, item) for item, key in held.items())


@given(st.lists(st.tuples(st.integers(0, SIZE - 1), st.floats(0, 9)), max_size=120))
def test_putting_is_the_same_as_taking_out_and_pushing(moves: list[tuple[int, float]]) -> None:
    one, two = empty_heap(SIZE), empty_heap(SIZE)
    for item, key in moves:
        put(one, item, key)
        if two.nodes["place"][item] >= 0:
            take_out(two, item)
        push(two, item, key)
    emptied: list[list[int]] = [[], []]
    for order, heap in zip(emptied, (one, two), strict=True):
        while heap.filled[0] > 0:
            order.append(int(top(heap)))
            take_out(heap, order[-1])
    assert emptied[0] == emptied[1]
