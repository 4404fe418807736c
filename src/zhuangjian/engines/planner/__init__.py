"""The planner: which inspections, when, by whom — and how far from the best possible."""
