"""Comparing annotations: passes, agreement, evaluation, baselines."""
