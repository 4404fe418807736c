"""Inspections that are worked on away from the network: what is out with whom, and every piece of work that came home."""
