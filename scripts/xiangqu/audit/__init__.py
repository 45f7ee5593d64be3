"""The audit: what the numbers of a corpus say to each other, and whether they can all be right."""
