"""What coach and leader do around the talk: who coaches, when they meet, notes, preparing."""
