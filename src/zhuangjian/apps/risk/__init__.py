"""Risk: grades of parties with their sheets, signals to be assessed (CQ 27-30, LN 2(4), 2(9))."""
