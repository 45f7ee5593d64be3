"""The annotation itself: records, how they are kept and read, vocabularies, layout, errors."""
