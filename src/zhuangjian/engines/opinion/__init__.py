"""Short texts of complaints and opinion, classed by a small model that anybody can train and measure."""

from zhuangjian.engines.opinion.evaluating import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
