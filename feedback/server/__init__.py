"""Serve the pages: a request is read to its end before the application is asked.

`listening` takes the one socket, `gateway` reads requests and hands them to the application's
only thread, `bodies` sees to it that no body is too large, too slow, or one too many.
"""
