"""One client's past in pictures along one time axis."""
