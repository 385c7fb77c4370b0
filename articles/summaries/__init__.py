"""Key points and deks: chosen or written by machine, and always shown with what they rest on."""
