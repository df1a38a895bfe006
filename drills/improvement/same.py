"""When two findings of different drills are the same one."""

from drills.finding import Finding, FindingKind


def is_same(earlier: Finding, later: Finding) -> bool:
    """Tell whether *later* is *earlier* come back: the same capability in the same kind of incident, or the same thing of the same template."""
    if (earlier.drill, earlier.found) == (later.drill, later.found):
        return False
    if FindingKind.LIVE in {earlier.kind, later.kind}:
        return earlier.kind is later.kind and earlier.family is later.family
    if earlier.capability is not None and (earlier.capability, earlier.family) == (later.capability, later.family):
        return True
    return bool(earlier.template) and thing(earlier) == thing(later)


def thing(finding: Finding) -> tuple[str, str, str]:
    """Return template, kind and name in it; of several incidents at once names bear the incident's before them."""
    return finding.template, finding.kind.value, finding.of.removeprefix(f"{finding.incident}.")
