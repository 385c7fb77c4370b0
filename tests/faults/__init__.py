"""What the site does when something it stands on is away."""
