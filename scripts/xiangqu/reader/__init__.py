"""Pages that show texts, their labels and their numbers; they work from a folder, without a server."""
