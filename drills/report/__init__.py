from drills.report.report import DrillReport, drill_report, report_fingerprint, report_json

__all__ = ["DrillReport", "drill_report", "report_fingerprint", "report_json"]
