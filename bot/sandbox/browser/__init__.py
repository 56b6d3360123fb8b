"""The server side of the page: a snapshot, live events, and acting as a member."""
