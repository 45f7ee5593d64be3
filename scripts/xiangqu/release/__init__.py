"""The files of a release: made, checked, described, published."""
