"""Tell by itself how an installation stands: mails to administrators, and metrics.

Both tell what `feedback.doctor` found, in words and numbers that hold nothing of raters.
"""
