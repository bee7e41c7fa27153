"""The desk for "like this" lists: from a seed film to entries with their evidence."""
