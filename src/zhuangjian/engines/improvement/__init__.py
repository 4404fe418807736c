"""Common problems of quality systems, and whether a measure changed a rate: pure counting, with intervals (LN 2(1))."""
