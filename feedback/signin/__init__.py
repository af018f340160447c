"""Sign-in of staff and leaders by a mailed code, with Flask-Security; raters never sign in."""

from feedback.signin.desk import desk_of
from feedback.signin.security import install

__all__ = ["desk_of", "install"]
