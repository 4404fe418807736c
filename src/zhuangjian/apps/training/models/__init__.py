"""What training keeps: courses with their sessions and hours, the bank with its examinations, holders of key posts."""

from zhuangjian.apps.training.models.bank import Item, ItemKind, ItemVersion, VersionStage
from zhuangjian.apps.training.models.courses import (
    Audience,
    Course,
    CourseKind,
    CourseStage,
    Enrolment,
    Material,
    Session,
    SessionStage,
    Subject,
)
from zhuangjian.apps.training.models.exams import (
    Certificate,
    Exam,
    ExamStage,
    Question,
    Sitting,
    SittingStage,
)
from zhuangjian.apps.training.models.hours import HourEntry, Source
from zhuangjian.apps.training.models.posts import KeyPost

__all__ = [
    "Audience",
    "Certificate",
    "Course",
    "CourseKind",
    "CourseStage",
    "Enrolment",
    "Exam",
    "ExamStage",
    "HourEntry",
    "Item",
    "ItemKind",
    "ItemVersion",
    "KeyPost",
    "Material",
    "Question",
    "Session",
    "SessionStage",
    "Sitting",
    "SittingStage",
    "Source",
    "Subject",
    "VersionStage",
]
