"""Risk: grades of parties, signals to be assessed, and the early-warning model with its proof (CQ 27-30, LN 2(4), 2(9))."""
