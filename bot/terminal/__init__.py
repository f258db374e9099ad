"""The subcommands of ``yinju``, and how the terminal shows answers."""
