"""What a Markdown page says that can be wrong: commands, links, headings, blocks of code."""

import re
import shlex
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(?P<language>\S*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SHELLS = ("", "sh", "bash", "console")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the repository."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The page without its blocks of code."""
        return FENCE.sub("", self.text)

    def blocks(self, *languages: str) -> list[str]:
        return [block["text"] for block in FENCE.finditer(self.text) if block["language"] in languages]

    def command_lines(self, program: str) -> Iterator[list[str]]:
        """Yield the words behind *program* in blocks for a shell; brackets around what may be left out are taken off."""
        for block in self.blocks(*SHELLS):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                if words[:1] == [program]:
                    yield [word.strip("[]") for word in words[1:]]

    def mentions(self, program: str) -> Iterator[list[str]]:
        """Yield the words behind *program* in spans of code, where much may be left out."""
        for span in INLINE.findall(self.prose):
            words = span.split()
            if words[0] == program:
                yield words[1:]

    def links(self) -> list[str]:
        return [link["target"] for link in LINK.finditer(self.prose) if "://" not in link["target"]]

    def anchors(self) -> set[str]:
        """The names that headings can be linked by, as hosts of repositories make them."""
        return {_anchor(heading) for heading in HEADING.findall(self.prose)}


def _anchor(heading: str) -> str:
    kept = "".join(letter for letter in heading.lower() if letter in " -_" or unicodedata.category(letter)[0] in "LN")
    return kept.strip().replace(" ", "-")


def pages() -> list[Page]:
    """Return the pages that people read: those at the top and in docs."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [Page(path, path.read_text(encoding="utf-8")) for path in sorted(paths)]
