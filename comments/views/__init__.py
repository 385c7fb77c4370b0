"""What the letters page answers, one module for each purpose."""
