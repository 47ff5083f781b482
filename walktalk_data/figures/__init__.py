"""Records in, exact tables out. Only `sharing` may look at what comes out."""
