"""Lists as files: written as JSON or CSV, and read again with their films matched."""
