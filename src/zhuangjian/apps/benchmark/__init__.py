"""Benchmark enterprises: selected by criteria, published for objections, titled for a term (LN 2(7))."""
