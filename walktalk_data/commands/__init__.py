"""The acts of the command line, each with what it asks for: python -m walktalk_data ACT."""
