"""What the documents say: readers, tables, project forms, facts, accounting checks and their store."""
