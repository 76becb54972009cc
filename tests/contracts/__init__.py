"""Contracts that every command keeps."""
