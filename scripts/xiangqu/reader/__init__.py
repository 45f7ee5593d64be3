"""What people look at: pages that show texts with their labels and numbers, and figures for papers."""
