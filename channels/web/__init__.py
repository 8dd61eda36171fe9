"""What the page and the helpline desk share: sessions, limits, and the way to the guide and back."""
