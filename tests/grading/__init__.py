"""Risk grades and signals in the browser and by jobs."""
