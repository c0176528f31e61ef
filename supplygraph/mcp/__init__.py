"""Answers assistants over the Model Context Protocol: verdicts with their reasons, and bounded rows; it only reads."""
