"""How requests come in: from whom, whether they are signed in, and what they may fetch."""
