"""The files of a release: made, checked for freshness, described, published."""
