"""Exact tables in, what an audience may see out. Every figure passes here, police figures too."""
