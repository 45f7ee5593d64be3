"""Pages and figures that show the published tables to people."""
