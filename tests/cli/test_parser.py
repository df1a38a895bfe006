import argparse
from collections.abc import Iterator
from datetime import date

import pytest

from api.cli.main import build_parser
from api.cli.parser import parser_in, refusal
from api.translation import translator
from forecasting.messages import english

CHINESE = translator("zh_CN")


def actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001  # argparse has no public list of them


def every(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in actions(parser):
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from every(command)


def test_the_help_of_every_command_has_no_english_frame() -> None:
    parsers = list(every(build_parser(CHINESE)))
    assert len(parsers) > 8
    for parser in parsers:
        text = parser.format_help()
        for words in ("usage:", "positional arguments", "options:", "show this help"):
            assert words not in text


def test_every_option_and_command_explains_itself() -> None:
    silent = [
        f"{parser.prog} {action.dest}"
        for parser in every(build_parser(english))
        for action in actions(parser)
        if not action.help and not isinstance(action.choices, dict)
    ]
    assert silent == []


def made() -> argparse.ArgumentParser:
    parser = parser_in(CHINESE)(prog="watch")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--one")
    either.add_argument("--other", nargs="+")
    parser.add_argument("--day", type=date.fromisoformat)
    parser.add_argument("--colour", choices=["red", "blue"])
    parser.add_argument("name")
    return parser


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--one 1", "缺少必需的参数：name"),
        ("x", "以下参数必须给出一个：--one --other"),
        ("x --one 1 --other 2", "--other：不能与 --one 同时使用"),
        ("x --one 1 --more", "无法识别的参数：--more"),
        ("x --one", "--one：应给出一个值"),
        ("x --other", "--other：应至少给出一个值"),
        ("x --one 1 --colour green", "--colour：'green' 不是可选值；应为以下之一：'red', 'blue'"),
        ("x --one 1 --day never", "--day：'never' 无法读取"),
    ],
)
def test_what_argparse_refuses_is_told_in_the_readers_language(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        made().parse_args(words.split())
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith("用法：watch")
    assert err.replace("red, blue", "'red', 'blue'").endswith(f"watch: 错误：{told}\n")


def test_a_refusal_that_is_new_is_told_as_it_stands() -> None:
    assert refusal("something else", CHINESE) == "something else"


def test_headings_of_the_help_end_with_the_colon_of_the_language() -> None:
    assert "\n位置参数：\n" in made().format_help()
    assert "\noptions:\n" in parser_in(english)(prog="watch").format_help()
