"""Citing the dataset and its parts."""
