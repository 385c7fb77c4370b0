"""Exchange: articles in and out as files, a line each, so that they can be moved, kept and sent to others."""
