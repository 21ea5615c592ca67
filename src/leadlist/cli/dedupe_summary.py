"""What a deduplication found, shown before it asks."""
