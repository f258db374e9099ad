"""The way of a question to the library in service: desk, queue, reloading."""
