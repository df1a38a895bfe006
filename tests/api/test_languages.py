import pytest

from api.languages import preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr,zh-Hans;q=0.4,en;q=0.2", "zh_CN"),
        ("zh;q=0,en;q=0.1", "en"),
        ("fr-FR", "en"),
        ("zh;q=much", "en"),
    ],
)
def test_the_browsers_list_chooses_among_the_languages_there_are(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
