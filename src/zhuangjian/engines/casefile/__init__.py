"""The whole file of one inspection, checked article by article: facts in, checks with their evidence out."""

from zhuangjian.engines.casefile.checking import check_file
from zhuangjian.engines.casefile.facts import WholeFile
from zhuangjian.engines.casefile.found import CHECKS, Check, Checked, Verdict

__all__ = ["CHECKS", "Check", "Checked", "Verdict", "WholeFile", "check_file"]
