"""A believable province made from a seed number. Everybody and everything in it is invented."""
