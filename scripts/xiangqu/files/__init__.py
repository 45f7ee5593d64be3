"""Writing files: all of a change or none of it, one writer at a time."""
