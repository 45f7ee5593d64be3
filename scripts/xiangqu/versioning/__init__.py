"""What changed between two releases, and which version number the change calls for."""
