"""Who may see and do what: roles, grants, signed-in viewers and the audit log, in a small database of its own."""
