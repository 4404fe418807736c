"""A copy of everything while people act, and the way back from it, on another machine or another database."""
