"""A plan of action runs: programme, reports, common problems (LN 1-4)."""
