"""What the window shows and does, told without Qt."""
