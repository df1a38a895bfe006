"""The small errors that a source file may have: another comparison, another sign, a figure one off, the other of two words."""

import ast
import re
from dataclasses import dataclass

COMPARISONS = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "==": ("!=",),
    "!=": ("==",),
    "in": ("not in",),
    "not in": ("in",),
    "is": ("is not",),
    "is not": ("is",),
}
SIGNS = {"+": "-", "-": "+", "*": "//", "/": "*", "//": "*", "%": "*", "&": "|", "|": "&"}
WORDS = {"min": "max", "max": "min", "any": "all", "all": "any"}
COMPARISON = re.compile(rb"not\s+in\b|is\s+not\b|<=|>=|==|!=|<|>|in\b|is\b")
SIGN = re.compile(rb"//|[-+*/%&|]")
CONNECTIVE = re.compile(rb"\b(and|or)\b")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One error: the bytes from *start* to *end* of a file, half-open, become *text*.

    It stands in *line*, counted from 1, of *where* (``Rule.check``, empty outside functions and classes), in a statement whose
    head reaches from the first to the last of *lines*, both included. What is not *inside* a function runs on import.
    """

    where: str
    inside: bool
    line: int
    lines: tuple[int, int]
    start: int
    end: int
    text: str

    def applied(self, source: bytes) -> bytes:
        """Return *source* with the error."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def shown(self, source: bytes) -> tuple[str, str]:
        """Return the line without and with the error, unindented."""
        pair = (text.splitlines()[self.line - 1].decode().strip() for text in (source, self.applied(source)))
        before, after = pair
        return before, after


def mutants_of(source: bytes) -> list[Mutant]:
    """Return every mutant of *source*, in its order; figures and words of annotations, decorators and texts are left alone."""
    found = _Finder(source)
    found.visit(ast.parse(source))
    return sorted(found.mutants, key=lambda mutant: (mutant.start, mutant.end, mutant.text))


class _Finder(ast.NodeVisitor):
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.mutants: list[Mutant] = []
        self.names: list[str] = []
        self.depth = 0
        self.lines = (1, 1)
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            self.lines = (node.lineno, max(node.lineno, last))
        super().visit(node)

    def _named(self, node: ast.ClassDef | ast.FunctionDef) -> None:
        self.names.append(node.name)
        if isinstance(node, ast.FunctionDef):
            for default in (*node.args.defaults, *(value for value in node.args.kw_defaults if value is not None)):
                self.visit(default)
        self.depth += isinstance(node, ast.FunctionDef)
        for item in node.body:
            self.visit(item)
        self.depth -= isinstance(node, ast.FunctionDef)
        self.names.pop()

    visit_ClassDef = visit_FunctionDef = _named  # noqa: N815  # the names that the visitor looks for

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts alone."""

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            self._between(left, right, COMPARISON, COMPARISONS)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._between(node.left, node.right, SIGN, {sign: (other,) for sign, other in SIGNS.items()})
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._between(left, right, CONNECTIVE, {"and": ("or",), "or": ("and",)})
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        length = {ast.Not: len("not"), ast.USub: len("-")}.get(type(node.op), 0)
        if length:
            self._add(node.lineno, self._start(node), self._start(node) + length, "")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in WORDS:
            self._add(node.lineno, self._start(node.func), self._end(node.func), WORDS[node.func.id])
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add(node.lineno, self._start(node), self._end(node), str(not node.value))
        elif isinstance(node.value, int | float):
            for other in (node.value + 1, node.value - 1):
                self._add(
                    node.lineno, self._start(node), self._end(node), f"({other!r})" if other < 0 else f"{other!r}"
                )

    def _between(
        self, left: ast.expr, right: ast.expr, pattern: re.Pattern[bytes], others: dict[str, tuple[str, ...]]
    ) -> None:
        first = self._end(left)
        found = pattern.search(self.source, first, self._start(right))
        if found is None:
            return
        word = " ".join(found[0].decode().split())
        line = self.source.count(b"\n", 0, found.start()) + 1
        for other in others.get(word, ()):
            self._add(line, found.start(), found.end(), other)

    def _add(self, line: int, start: int, end: int, text: str) -> None:
        self.mutants.append(Mutant(".".join(self.names), self.depth > 0, line, self.lines, start, end, text))

    def _start(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset
