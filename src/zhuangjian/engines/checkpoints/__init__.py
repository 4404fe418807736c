"""Which checkpoints a finding is about, told from its words."""

from zhuangjian.engines.checkpoints.suggesting import EDITIONS, Example, Model, Suggested, model

__all__ = ["EDITIONS", "Example", "Model", "Suggested", "model"]
