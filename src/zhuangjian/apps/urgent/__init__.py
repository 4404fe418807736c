"""Urgent reports of for-cause inspections (CQ 35)."""
