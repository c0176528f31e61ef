"""What is known of each licence, and how raw licence values are read."""
