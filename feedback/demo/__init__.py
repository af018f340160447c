"""A whole campaign on invented people, through the same commands and pages as a real one."""
