"""Films from public data sets: sources turn rows into records, one writer makes rows of them."""
