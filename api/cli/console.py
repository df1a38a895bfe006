"""What the command line prints: tables and messages to standard output, faults to standard error."""

from collections.abc import Iterable, Sequence

from rich.console import Console as RichConsole
from rich.table import Column, Table
from rich.text import Text

from forecasting.errors import Fault
from forecasting.messages import Translate, said

SHOWN_FAULTS = 50


class Console:
    """A terminal that speaks *language*; ``console.say(_("..."))`` for messages, ``console.table`` for rows."""

    def __init__(self, translate: Translate, language: str) -> None:
        self.translate = translate
        self.language = language
        self.out = RichConsole(highlight=False, soft_wrap=True)
        self.err = RichConsole(stderr=True, highlight=False, soft_wrap=True)

    def say(self, sentence: str) -> None:
        """Print *sentence*, already translated, as it stands."""
        self.out.print(Text(sentence))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print *rows* under translated *columns*."""
        # Chinese has no spaces to break lines at; without folding, what does not fit is cut off
        heads = (Column(column, overflow="fold") for column in columns)
        table = Table(*heads, title=title, title_justify="left")
        for row in rows:
            table.add_row(*(Text(str(cell)) for cell in row))
        self.out.print(table)

    def error(self, sentence: str) -> None:
        """Print one error, a marked constant or a Sentence in the reader's language, any other text as it stands."""
        told = said(sentence, self.translate)
        self.err.print(Text(self.translate("error: {sentence}").format(sentence=told), style="red"))

    def faults(self, faults: Sequence[Fault]) -> None:
        """Print the faults of an input, one a line; beyond the first fifty their number."""
        self.error(
            self.translate("the input cannot be used, nothing was written; faults: {count}").format(count=len(faults))
        )
        self._list(faults)

    def left_out(self, faults: Sequence[Fault]) -> None:
        """Print the faults of files without which the work goes on; nothing where there are none."""
        if faults:
            told = self.translate("files that cannot be used are left out; faults: {count}").format(count=len(faults))
            self.err.print(Text(told, style="yellow"))
            self._list(faults)

    def _list(self, faults: Sequence[Fault]) -> None:
        for fault in faults[:SHOWN_FAULTS]:
            self.err.print(Text(f"  {fault.say(self.translate)}"))
        if len(faults) > SHOWN_FAULTS:
            left = self.translate("and {count} more").format(count=len(faults) - SHOWN_FAULTS)
            self.err.print(Text(f"  {left}"))
