from drills.exercise.chain import line_text
from drills.finding import Finding, FindingKind
from drills.improvement.action import Action, ActionStatus, Evidence, action_record
from drills.improvement.book import Book, book_text, read_book
from drills.improvement.book_lines import BookKind, BookLine
from drills.improvement.book_orders import (
    add_action,
    assign_action,
    close_action,
    correct_entry,
    mark_done,
    reopen_action,
)
from drills.improvement.credit import Credit, credits_of
from drills.improvement.credit_tables import credit_record, credits_json, training_csv
from drills.improvement.finding_record import finding_of_record, finding_record
from drills.improvement.findings import findings_of
from drills.improvement.owning import overdue, owned_of, unowned, unowned_of
from drills.improvement.recurring import Recurrence, recurrences
from drills.improvement.retesting import (
    Retest,
    held_entries,
    retest_of,
    retests_of,
    to_retest,
    with_held,
    with_owed,
)
from drills.improvement.rollups import RollUp, mean_times
from drills.improvement.scored import ScoredDrill, held, scored_drill
from drills.improvement.standing import RetestDue, Standing, standing
from drills.improvement.training_year import PersonYear, TrainingYear, training_year
from drills.improvement.trend_plot import trends_svg
from drills.improvement.trends import Trend, Trends, trends
from drills.improvement.verifying import apply_retests

__all__ = [
    "Action",
    "ActionStatus",
    "Book",
    "BookKind",
    "BookLine",
    "Credit",
    "Evidence",
    "Finding",
    "FindingKind",
    "PersonYear",
    "Recurrence",
    "Retest",
    "RetestDue",
    "RollUp",
    "ScoredDrill",
    "Standing",
    "TrainingYear",
    "Trend",
    "Trends",
    "action_record",
    "add_action",
    "apply_retests",
    "assign_action",
    "book_text",
    "close_action",
    "correct_entry",
    "credit_record",
    "credits_json",
    "credits_of",
    "finding_of_record",
    "finding_record",
    "findings_of",
    "held",
    "held_entries",
    "line_text",
    "mark_done",
    "mean_times",
    "overdue",
    "owned_of",
    "read_book",
    "recurrences",
    "reopen_action",
    "retest_of",
    "retests_of",
    "scored_drill",
    "standing",
    "to_retest",
    "training_csv",
    "training_year",
    "trends",
    "trends_svg",
    "unowned",
    "unowned_of",
    "with_held",
    "with_owed",
]
