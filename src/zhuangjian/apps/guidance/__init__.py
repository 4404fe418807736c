"""Guidance of enterprises: experts, one plan per enterprise, visits, key moments (LN 2(2))."""
