"""Say what a programme gave: one engine over leaders' changes, for every design.

The unit is the leader, or the team where whole teams were sent; input is what releases
hold, never answers. A design picks the columns of one least-squares fit, and the word that is
said of it follows from the interval that is drawn.
"""
