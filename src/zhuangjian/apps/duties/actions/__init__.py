"""What closes the duties of the house itself."""

from zhuangjian.apps.duties.actions.accept_sums import AcceptSums
from zhuangjian.apps.duties.actions.account_review import RecordAccountReview
from zhuangjian.apps.duties.actions.examine_altered import ExamineAltered
from zhuangjian.apps.duties.actions.ledger_audit import RecordLedgerAudit

__all__ = ["AcceptSums", "ExamineAltered", "RecordAccountReview", "RecordLedgerAudit"]
