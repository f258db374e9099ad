"""The front ends: they ask the library and show what it answers. Each room says in its ``__init__`` what it is for."""
