"""From records to the published tables, and reading them back."""
