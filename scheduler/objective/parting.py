"""How far members of a group are from their fair shares: squared distances as whole numbers, in a model too.

Everybody's fair share is a part of what the group has, in proportion to whole numbers. With u what a member has, those
of before included, c what is planned of it, p their part, n members, P the sum of all p, and N, E, S the sums of c, of
what was before and of p², the squared distances from the shares add up to (P²Σu² − 2PNΣpu + N²S) / P² − E² / n.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

MOST = 2**60  # what a linear constraint may add up to


@dataclass(frozen=True, slots=True)
class Parting:
    """The *parts* of the members, in lowest terms; everybody's is 1 where nobody has more than others."""

    parts: tuple[int, ...]

    @staticmethod
    def of(presence: Iterable[int]) -> "Parting":
        """Return the parts in proportion to *presence*; equal ones where nobody is present."""
        counts = tuple(presence)
        shared = gcd(*counts)
        return Parting(tuple(count // shared for count in counts) if shared else (1,) * len(counts))

    @property
    def whole(self) -> int:
        """The sum of the parts."""
        return sum(self.parts)

    @property
    def scale(self) -> int:
        """What :meth:`squares` is multiplied with."""
        return len(self.parts) * self.whole**2

    @property
    def _of_squares(self) -> int:
        return sum(part * part for part in self.parts)

    def squares(self, before: Sequence[int], counts: Sequence[int]) -> int:
        """Return the sum of squared distances times the scale, *before* and *counts* being what members had and have."""
        values = [mine + count for mine, count in zip(before, counts, strict=True)]
        size, whole, given = len(self.parts), self.whole, sum(counts)
        weighed = sum(part * value for part, value in zip(self.parts, values, strict=True))
        inner = whole * whole * sum(value * value for value in values) - 2 * whole * given * weighed
        return size * (inner + given * given * self._of_squares) - (whole * sum(before)) ** 2

    def rise(self, values: Sequence[int], given: int) -> tuple[int, int]:
        """Return by how much one more for the first member raises the sum of squares, and by how much more the one after it.

        *values* are what members have, those of before included, *given* what is planned of it. Both are multiplied with
        the square of the whole.
        """
        whole, mine, squares = self.whole, self.parts[0], self._of_squares
        weighed = sum(part * value for part, value in zip(self.parts, values, strict=True))
        once = whole * whole - 2 * whole * mine + squares
        return 2 * (
            whole * whole * values[0] - whole * given * mine - whole * weighed + given * squares
        ) + once, 2 * once

    def post(
        self, model: CpModel, cost: int, values: Sequence[IntVar], most: Sequence[int], before: Sequence[int]
    ) -> IntVar:
        """Return what the squared distances cost in *model*, rounded up; it is exact where the numbers fit 64 bits.

        *values* are at most *most*. A group too large for exact numbers, hundreds of people with unlike leave, costs the
        nearest that fits.
        """
        squares = [_product(model, value, value, high * high) for value, high in zip(values, most, strict=True)]
        bound = sum(high * high for high in most)
        terms = [_Term(LinearExpr.sum(squares), self.scale, bound)]
        if set(self.parts) == {1}:
            together = model.new_int_var(0, sum(most), "")
            model.add(together == LinearExpr.sum(list(values)))
            terms.append(_Term(_product(model, together, together, sum(most) ** 2), -(self.whole**2), sum(most) ** 2))
        else:
            terms += self._of_parts(model, values, most, before)
        divisor = gcd(self.scale, *(term.factor for term in terms))
        divisor *= 1 + sum(cost * abs(term.factor) * term.most for term in terms) // divisor // MOST
        total = model.new_int_var(0, cost * bound, "")
        owed = [cost * term.factor // divisor * term.value for term in terms]
        model.add(self.scale // divisor * total >= LinearExpr.sum(owed))
        return total

    def _of_parts(
        self, model: CpModel, values: Sequence[IntVar], most: Sequence[int], before: Sequence[int]
    ) -> list["_Term"]:
        """Return what is taken off the squares of what members have, where their parts are unlike."""
        size, whole, already = len(values), self.whole, sum(before)
        lots, heavy = sum(most) - already, sum(part * high for part, high in zip(self.parts, most, strict=True))
        given, weighed = model.new_int_var(0, lots, ""), model.new_int_var(0, heavy, "")
        model.add(given == LinearExpr.sum(list(values)) - already)
        model.add(weighed == LinearExpr.weighted_sum(list(values), list(self.parts)))
        return [
            _Term(_product(model, given, weighed, lots * heavy), -2 * size * whole, lots * heavy),
            _Term(_product(model, given, given, lots * lots), size * self._of_squares, lots * lots),
            _Term(model.new_constant(1), -((whole * already) ** 2), 1),
        ]


@dataclass(frozen=True, slots=True)
class _Term:
    """Something of a model, *most* at most, that counts *factor* times."""

    value: LinearExprT
    factor: int
    most: int


def _product(model: CpModel, one: IntVar, other: IntVar, highest: int) -> IntVar:
    product = model.new_int_var(0, highest, "")
    model.add_multiplication_equality(product, [one, other])
    return product
