"""The report of a plan as one HTML file that needs no network."""

from api.reports.render import render_plan_report
from api.reports.view import PlanView

__all__ = ["PlanView", "render_plan_report"]
