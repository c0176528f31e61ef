"""Decides by a policy whether models, datasets, repositories and code may be used as somebody intends."""
