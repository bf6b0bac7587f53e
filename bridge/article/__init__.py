"""Post content to `Article` and back. `render(parse(x)) == x` for any string."""
