"""`make demo`: a draft goes the whole way, on a real WordPress, while whoever ran the command looks on."""
