"""A copy of the database that PostgreSQL keeps up to date, for readers of public pages.

Everything else reads and writes the primary: see docs/decisions/read-replica.md.
"""
