"""Working-day calendar: the official holiday arrangements as dated data, and counting by them."""

from .counting import Counted, add_natural_days, add_working_days, is_working_day, working_days_between
from .table import Calendar, load_calendar

__all__ = [
    "Calendar",
    "Counted",
    "add_natural_days",
    "add_working_days",
    "is_working_day",
    "load_calendar",
    "working_days_between",
]
