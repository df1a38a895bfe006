"""The report of a drill in short, for the terminal."""

from typing import TYPE_CHECKING

from drills.report import DrillReport
from drills.report.items import Item
from drills.report.layout import Table, Verdict
from drills.report.spans import text_of_item

if TYPE_CHECKING:
    from api.cli.console import Console

SHOWN = (0, 3, 4, 5)  # of the columns of targets: expected, allowed, measured, result


def tell_report(report: DrillReport, console: "Console") -> None:
    """Print the verdict, its sentences and the targets of *report*."""

    def text(item: Item | None) -> str:
        return "" if item is None else text_of_item(item, console.translate, console.language)

    console.say(report.title.in_language(console.language))
    for block in report.section("verdict").blocks:
        if isinstance(block, Verdict):
            for sentence in (block.headline, *block.sentences):
                console.say(text(sentence))
    targets = next((section for section in report.sections if section.id == "targets"), None)
    for block in () if targets is None else targets.blocks:
        if targets is not None and isinstance(block, Table):
            columns = [text(block.columns[place]) for place in SHOWN]
            rows = [[text(row.cells[place]) for place in SHOWN] for row in block.rows]
            console.table(text(targets.heading), columns, rows)
    console.say(console.translate("fingerprint of the report's data: {digest}").format(digest=report.fingerprint))
