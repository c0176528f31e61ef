"""What people read: one artifact at a time."""
