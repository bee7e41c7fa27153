"""A whole site from one database to another, SQLite or PostgreSQL, and proof that all arrived."""
