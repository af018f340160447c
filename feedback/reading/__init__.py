"""A report on a page, as leaders and coaches read it."""
