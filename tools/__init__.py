"""What `make check` and `make plugin` run over the WordPress plugin."""
