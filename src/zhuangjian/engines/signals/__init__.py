"""Which signals are real: disproportionality, onsets, clusters and seasons."""
