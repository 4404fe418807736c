"""Pure engines: no Django, no database, no clock, no randomness but what is passed in."""
