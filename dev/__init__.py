"""For developers only: a server that reloads itself, with sample data and the mails beside it.

It lies in no wheel, and nothing of the product knows of it.
"""
