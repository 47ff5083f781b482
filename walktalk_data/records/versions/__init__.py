"""The schema versions in order: one file each, never changed once released."""
