"""Risk of a party: features over time, grade, early warning, strictness, fairness: judged on the operator's own data."""
