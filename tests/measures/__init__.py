"""Tests of bundles and leads."""
