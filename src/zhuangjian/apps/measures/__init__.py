"""Measures after an inspection: what is ordered, followed up, lifted; what becomes of an obstruction (CQ 49-51)."""
