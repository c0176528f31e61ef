"""Tests of what cards and files answer."""
