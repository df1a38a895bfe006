from drills.report.report import DrillReport, actions_about, drill_report, report_fingerprint, report_json

__all__ = ["DrillReport", "actions_about", "drill_report", "report_fingerprint", "report_json"]
