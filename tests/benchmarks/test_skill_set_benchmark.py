from dataclasses import replace

from benchmarks.staffing_bench.skill_sets import multilingual
from forecasting.staffing.pooled import Search


def test_people_of_several_languages_are_fewer_than_queues_by_themselves() -> None:
    row = replace(multilingual("small", 0.3, minutes=60), search=Search(contacts=40_000)).row()
    assert float(str(row["saved, h"])) > 0
    assert str(row["targets missed"]).startswith("0 of ")
