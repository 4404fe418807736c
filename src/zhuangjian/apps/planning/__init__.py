"""Drafting a programme: whom to inspect, why and when, from law, facts and a random share, within the people there are."""
