"""The course of an inspection, one change of state after the other."""
